/* The Internet checksum (RFC 1071): ones' complement sums of big-endian words. */
#ifndef NS_SUM_H
#define NS_SUM_H

#include <stdint.h>

/* csum_and_copy: copies a block, or only reads it when to is null, and adds it up as if it began
 * at an even place. The answer is the sum with the old one, folded to 16 bits. */
uint32_t ns_sum_copy(uint8_t *to, const uint8_t *from, uint32_t count, uint32_t sum);

#endif
