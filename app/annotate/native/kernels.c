/* The inner loops of the extraction: words, scores of tags added up, names and how probable they are, sketches. See
   kernels.py for who calls them.

   Nothing is allocated and nothing of the C library is called: all memory is the caller's, and arrays are as long as he
   says. Compile without "fast" mathematics and without contraction. */

#include <stdint.h>

#define MOST 32  /* tags, at most */
#define PLACES 5 /* of the signs of a token: two before, one before, here, one behind, two behind */
#define PARTS 3  /* of a token, of which pairs may know */

#define IN_WORDS 1 /* of kinds of signs */
#define SPACE 2
#define SOFT_HYPHEN 0xAD

/* Whether a sign may go on with a word: a letter, a digit, an underscore, or an accent that stands behind its letter. */
static inline int goes_on(uint32_t sign, const uint8_t *kinds) {
    return kinds[sign] & IN_WORDS || (sign >= 0x300 && sign <= 0x36F);
}

/* The spans of the words and of the single signs of a text; there is room for one a sign. A word does not begin with an
   underscore, and holds a soft hyphen only before a letter. */
int64_t attache_tokens(const uint32_t *text, int64_t length, const uint8_t *kinds, int32_t *starts, int32_t *ends) {
    int64_t count = 0, at = 0;
    while (at < length) {
        if (kinds[text[at]] & SPACE) {
            at++;
            continue;
        }
        starts[count] = (int32_t)at;
        int word = kinds[text[at]] & IN_WORDS && text[at] != '_';
        at++;
        while (word && at < length) {
            if (goes_on(text[at], kinds))
                at++;
            else if (text[at] == SOFT_HYPHEN && at + 1 < length && kinds[text[at + 1]] & IN_WORDS)
                at += 2;
            else
                break;
        }
        ends[count++] = (int32_t)at;
    }
    return count;
}

/* The pairs of parts, ascending by the left one: those of left stand from starts[left] to starts[left + 1], by the right
   one, which is in rights; weights has for each what it adds to the token on the left and to that on the right. */
typedef struct {
    const int32_t *starts;
    const int32_t *rights;
    const float *weights;
} Pairs;

static inline void add(float *sums, const float *more, int64_t size) {
    for (int64_t tag = 0; tag < size; tag++) sums[tag] += more[tag];
}

static int64_t find(const Pairs *pairs, int32_t left, int32_t right) {
    int64_t low = pairs->starts[left], end = pairs->starts[left + 1], high = end;
    while (low < high) {
        int64_t middle = (low + high) / 2;
        if (pairs->rights[middle] < right)
            low = middle + 1;
        else
            high = middle;
    }
    return low < end && pairs->rights[low] == right ? low : -1;
}

/* The scores of the tags of each token. A record is what a token says at each place around it, size numbers each, and
   then the numbers of its parts; nought is a part that no pair knows. There is one before the first token of each
   sentence and one behind the last; `scores` gets a row for each token, none for these. */
void attache_add_up(const float *records, const int64_t *lengths, int64_t sentences, int64_t size, const Pairs *pairs,
                    float *scores) {
    static const int64_t offsets[PLACES] = {2, 1, 0, -1, -2}, order[PLACES] = {2, 0, 1, 3, 4};
    int64_t width = PLACES * size + PARTS, rows = 0;
    for (int64_t each = 0; each < sentences; each++) rows += lengths[each] + 2;
    int64_t first = 0;
    for (int64_t each = 0; each < sentences; first += lengths[each++] + 2)
        for (int64_t row = first + 1; row <= first + lengths[each]; row++, scores += size) {
            for (int64_t tag = 0; tag < size; tag++) scores[tag] = 0;
            for (int64_t nth = 0; nth < PLACES; nth++) {
                int64_t place = order[nth], from = row - offsets[place];
                if (from >= 0 && from < rows) add(scores, records + from * width + place * size, size);
            }
            const int32_t *parts = (const int32_t *)(records + row * width + PLACES * size);
            for (int64_t part = 0; part < PARTS; part++) {
                int32_t here = parts[part], before = parts[part - width], behind = parts[part + width];
                int64_t right = here && before ? find(pairs, before, here) : -1;
                int64_t left = here && behind ? find(pairs, here, behind) : -1;
                if (left >= 0) add(scores, pairs->weights + 2 * left * size, size);
                if (right >= 0) add(scores, pairs->weights + (2 * right + 1) * size, size);
            }
        }
}

/* The sums of all ways to each tag, from those before, as shares of all. */
static void reach(const double *before, const float *factors, int64_t size, double *sums) {
    double all = 0;
    for (int64_t tag = 0; tag < size; tag++) sums[tag] = 0;
    for (int64_t from = 0; from < size; from++)
        for (int64_t tag = 0; tag < size; tag++) sums[tag] += before[from] * factors[from * size + tag];
    for (int64_t tag = 0; tag < size; tag++) all += sums[tag];
    for (int64_t tag = 0; tag < size; tag++) sums[tag] /= all;
}

/* How probable each tag of each token of a sentence is. `here` are the factors of the tokens, the others those of going
   from tag to tag, and the same from behind; `shares` gets them, and `ways` the sums of all ways from behind to the
   tags. */
static void share(const float *here, int64_t length, int64_t size, const float *factors, const float *back,
                  double *shares, double *ways) {
    double before[MOST], reached[MOST];
    for (int64_t token = 0; token < length; token++) {
        for (int64_t tag = 0; tag < size; tag++) reached[tag] = 1;
        if (token) reach(before, factors, size, reached);
        for (int64_t tag = 0; tag < size; tag++)
            shares[token * size + tag] = before[tag] = reached[tag] * here[token * size + tag];
    }
    for (int64_t token = length - 1; token >= 0; token--) {
        double all = 0;
        for (int64_t tag = 0; tag < size; tag++) reached[tag] = 1;
        if (token < length - 1) reach(ways + (token + 1) * size, back, size, reached);
        for (int64_t tag = 0; tag < size; tag++) {
            ways[token * size + tag] = reached[tag] * here[token * size + tag];
            all += shares[token * size + tag] *= reached[tag];
        }
        for (int64_t tag = 0; tag < size; tag++) shares[token * size + tag] /= all;
    }
}

/* How probable it is that a tag follows one, of which `factors` are those of going on from it, and `ways` as above. */
static double follows(const float *factors, const double *ways, int64_t size, int64_t next) {
    double all = 0;
    for (int64_t tag = 0; tag < size; tag++) all += factors[tag] * ways[tag];
    return factors[next] * ways[next] / all;
}

/* The tags with which names of a kind begin and go on; the latter is below nought where all are of one token. */
typedef struct {
    int32_t begins;
    int32_t goes_on;
} Kind;

/* The best choice of names before a token: by how much they are more probable than `least`, all in all. When one of
   them ends there, its first token, its kind, and how probable it is; else the kind is below nought. */
typedef struct {
    double gain;
    double sure;
    int32_t first;
    int32_t kind;
} Choice;

/* Chooses among all names of a sentence those that do not overlap and gain most; there is a choice for each token and
   one behind the last. What a name gains in the measure F is its probability less half of F: Lipton, Elkan,
   Naryanaswamy, Optimal thresholding of classifiers to maximize F1 measure, 2014. */
static void choose(const double *shares, const double *ways, int64_t length, int64_t size, const float *factors,
                   const Kind *kinds, int64_t count, double least, Choice *choices) {
    for (int64_t token = 0; token <= length; token++) choices[token] = (Choice){0, 0, 0, -1};
    for (int64_t first = 0; first <= length; first++) {
        if (first && choices[first - 1].gain >= choices[first].gain)
            choices[first] = (Choice){choices[first - 1].gain, 0, 0, -1};
        for (int32_t kind = 0; kind < count && first < length; kind++) {
            int64_t tag = kinds[kind].begins, next = kinds[kind].goes_on;
            double sure = shares[first * size + tag];
            for (int64_t after = first + 1; sure > least; after++, tag = next) {
                double on = 0;
                if (after < length && next >= 0) on = follows(factors + tag * size, ways + after * size, size, next);
                double ends = sure * (1 - on), gain = choices[first].gain + ends - least;
                if (ends > least && gain > choices[after].gain)
                    choices[after] = (Choice){gain, ends, (int32_t)first, kind};
                sure *= on;
            }
        }
    }
}

/* Before which token the names stand that were chosen before the last of `after`. */
static int64_t earlier(const Choice *choices, int64_t after) {
    return choices[after].kind < 0 ? after - 1 : choices[after].first;
}

/* The names in sentences, in order: for each the numbers of its sentence, its first token, that behind its last, and
   its kind; `sure` gets how probable each is. No name is less so than `least`, which is not below nought. There is room
   for as many as there are tokens, in `shares` and `ways` for a number a tag and token, in `choices` for the tokens of
   the longest sentence and one more. */
int64_t attache_names(const float *here, const int64_t *lengths, int64_t sentences, int64_t size, const float *factors,
                      const float *back, const Kind *kinds, int64_t count, double least, double *shares, double *ways,
                      Choice *choices, int32_t *names, double *sure) {
    int64_t found = 0;
    for (int64_t each = 0; each < sentences; here += lengths[each++] * size) {
        share(here, lengths[each], size, factors, back, shares, ways);
        choose(shares, ways, lengths[each], size, factors, kinds, count, least, choices);
        for (int64_t after = lengths[each]; after > 0; after = earlier(choices, after))
            found += choices[after].kind >= 0;
        int64_t place = found;
        for (int64_t after = lengths[each]; after > 0; after = earlier(choices, after))
            if (choices[after].kind >= 0) {
                int32_t told[4] = {(int32_t)each, choices[after].first, (int32_t)after, choices[after].kind};
                sure[--place] = choices[after].sure;
                for (int64_t nth = 0; nth < 4; nth++) names[4 * place + nth] = told[nth];
            }
    }
    return found;
}

static inline uint64_t mixed(uint64_t value) {
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9;
    value = (value ^ value >> 27) * 0x94D049BB133111EB;
    return value ^ value >> 31;
}

/* The least of the hashes that each permutation gives to the shingles of `words` words; there are at least so many. */
void attache_least(const uint32_t *hashes, int64_t count, int64_t words, const uint64_t *factors,
                   const uint64_t *summands, int64_t permutations, uint64_t *least) {
    for (int64_t nth = 0; nth < permutations; nth++) least[nth] = UINT64_MAX;
    for (int64_t first = 0; first + words <= count; first++) {
        uint64_t shingle = 0;
        for (int64_t word = first; word < first + words; word++) shingle = mixed(shingle + hashes[word]);
        for (int64_t nth = 0; nth < permutations; nth++) {
            uint64_t value = shingle * factors[nth] + summands[nth];
            least[nth] = value < least[nth] ? value : least[nth];
        }
    }
}
