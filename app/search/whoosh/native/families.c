/* The forms that a word stands for: see families.py. */

#include "kernels.h"

#define MOST_KEYS 8

/* The hashes of the forms in ascending order and the number of each form; those of the keys, and where the forms of
   each stand, ascending, and by which kind they have it. */
typedef struct {
    const uint64_t *hashes;
    Numbers forms;
    int64_t size;
    const uint64_t *key_hashes;
    Numbers key_starts, key_forms;
    const uint8_t *key_kinds;
    int64_t key_count;
} Lexicon;

/* What is looked for by a key; its kind times `scale` is added to the way in which a form meets the word. */
typedef struct {
    uint64_t hash;
    int64_t scale;
} Key;

/* Where a hash stands, or -1. */
static int64_t place_of(const uint64_t *hashes, int64_t size, uint64_t wanted) {
    int64_t low = 0, high = size;
    while (low < high) {
        int64_t middle = (low + high) / 2;
        if (hashes[middle] < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low < size && hashes[low] == wanted ? low : -1;
}

/* The number of the form that has a hash, or -1. */
static int64_t form_of(const Lexicon *lexicon, uint64_t hash) {
    int64_t place = place_of(lexicon->hashes, lexicon->size, hash);
    return place < 0 ? -1 : number_at(lexicon->forms, place);
}

static int64_t add_run(Run *runs, int64_t found, int64_t room, int64_t form, int64_t way) {
    if (found && found <= room && runs[found - 1].end == form && runs[found - 1].way == way) {
        runs[found - 1].end++;
        return found;
    }
    if (found < room) runs[found] = (Run){form, form + 1, way};
    return found + 1;
}

/* The numbers of the forms that have these hashes, -1 where there is none. */
void attache_forms(const Lexicon *lexicon, const uint64_t *hashes, int64_t count, int64_t *forms) {
    for (int64_t at = 0; at < count; at++) forms[at] = form_of(lexicon, hashes[at]);
}

/* The runs of forms that a word stands for: first its own by its hash, which meets it in the way 0, then the others that
   have one of up to 8 keys, which stand behind the hash. Of several kinds by which a form has a key the first one counts. Returns how many runs they
   are; when there is no room for all of them, the runs are not to be used. */
int64_t attache_family(const Lexicon *lexicon, const uint64_t *hash, int64_t count, Run *runs, int64_t room) {
    const Key *keys = (const Key *)(hash + 1);
    int64_t at[MOST_KEYS], end[MOST_KEYS], exact = form_of(lexicon, *hash), found = 0;
    if (count > MOST_KEYS) count = MOST_KEYS;
    for (int64_t key = 0; key < count; key++) {
        int64_t place = place_of(lexicon->key_hashes, lexicon->key_count, keys[key].hash);
        at[key] = place < 0 ? 0 : number_at(lexicon->key_starts, place);
        end[key] = place < 0 ? 0 : number_at(lexicon->key_starts, place + 1);
    }
    if (exact >= 0) found = add_run(runs, found, room, exact, 0);
    for (;;) {
        int64_t form = INT64_MAX, way = 0;
        for (int64_t key = 0; key < count; key++)
            if (at[key] < end[key] && number_at(lexicon->key_forms, at[key]) < form)
                form = number_at(lexicon->key_forms, at[key]);
        if (form == INT64_MAX) return found;
        for (int64_t key = 0; key < count; key++)
            for (int64_t first = at[key]; at[key] < end[key]; at[key]++) {
                if (number_at(lexicon->key_forms, at[key]) != form) break;
                if (at[key] == first) way += lexicon->key_kinds[first] * keys[key].scale;
            }
        if (form != exact) found = add_run(runs, found, room, form, way);
    }
}
