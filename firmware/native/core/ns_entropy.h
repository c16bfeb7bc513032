#ifndef NS_ENTROPY_H
#define NS_ENTROPY_H

#include <stdint.h>

/* SipHash-2-4 of sixteen bytes, given as two little-endian words. */
uint64_t ns_siphash(const uint64_t key[2], uint64_t first, uint64_t second);

#endif
