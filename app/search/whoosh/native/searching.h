/* What searches and scores share. */

#ifndef ATTACHE_SEARCHING_H
#define ATTACHE_SEARCHING_H

#include "kernels.h"

/* Where a page begins: behind this score, or behind this rank among those that have it. */
typedef struct {
    double score;
    int64_t rank;
} After;

typedef struct {
    double score;
    uint16_t doc, rank;
} Entry;

/* A segment: how many documents it has, the set of those that are undated, how each is damped, and its place in the
   order by which they come; that is NULL when they come by their scores, and then by their places. `heights` ascend in the
   order; among those that are as high `clocks` do or, if the direction is -1, descend, and then the ids, which stand in
   a row and begin at `starts`. `clocks` are NULL where the order is none by date. */
typedef struct {
    int64_t size;
    const uint64_t *undated;
    const double *damping;
    const uint16_t *ranks, *order;
    const double *heights;
    const int64_t *clocks;
    int64_t direction;
    const uint8_t *ids;
    Numbers starts;
} Segment;

/* What a search calculates in; `scores` are 0 before and after, `places` has room for a set. */
typedef struct {
    double *scores;
    Entry *entries;
    uint64_t *places;
} Scratch;

static inline int holds(const uint64_t *set, uint16_t doc) {
    return set[doc / WORD] >> doc % WORD & 1;
}

void score_given(const Segment *segment, const List *lists, int64_t list_count, double growth, double *scores,
                 const uint64_t *set, const uint16_t *docs, int64_t given, double *best);
int64_t best_of(const Segment *segment, const List *lists, int64_t list_count, int64_t total, double growth,
                const After *after, int64_t room, const Scratch *scratch, const uint64_t *set, uint16_t *docs,
                double *best);

#endif
