/* Copy and sum in one pass. Words are loaded aligned, stored as wide as the target allows, and
 * added in the byte order of the machine: a ones' complement sum may be swapped once at the end
 * instead of word by word (RFC 1071, 2 B). */
#include "ns_sum.h"

#include <stddef.h>

#if !defined(__BYTE_ORDER__) || __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "ns_sum.c adds little-endian words"
#endif

/* Bytes of C# and of the DMA are read as words: the compiler must not think they cannot alias. */
typedef uint32_t __attribute__((may_alias)) word32;
typedef uint16_t __attribute__((may_alias)) word16;

static uint32_t fold(uint32_t sum)
{
    sum = (sum & 0xFFFFu) + (sum >> 16);
    return (sum & 0xFFFFu) + (sum >> 16);
}

/* Adds with the carry brought in at once, so that no length is too long. */
static uint32_t add(uint32_t sum, uint32_t word)
{
    sum += word;
    return sum + (sum < word);
}

static uint32_t swap(uint32_t folded)
{
    return ((folded & 0xFFu) << 8) | (folded >> 8);
}

static void store(uint8_t *to, uint32_t word)
{
    uintptr_t place = (uintptr_t)to;
    if ((place & 3u) == 0)
    {
        *(word32 *)to = word;
    }
    else if ((place & 1u) == 0)
    {
        ((word16 *)to)[0] = (uint16_t)word;
        ((word16 *)to)[1] = (uint16_t)(word >> 16);
    }
    else
    {
        to[0] = (uint8_t)word;
        to[1] = (uint8_t)(word >> 8);
        to[2] = (uint8_t)(word >> 16);
        to[3] = (uint8_t)(word >> 24);
    }
}

/* Fewer than four bytes, the first of them in the low half: a lone last byte is the high half of
 * a big-endian word, which is the low half of ours. */
static uint32_t copy_bytes(uint8_t *to, const uint8_t *from, uint32_t count)
{
    uint32_t word = 0;
    for (uint32_t i = 0; i < count; i++)
    {
        word |= (uint32_t)from[i] << (8 * i);
        if (to != NULL)
        {
            to[i] = from[i];
        }
    }

    return word;
}

uint32_t ns_sum_copy(uint8_t *to, const uint8_t *from, uint32_t count, uint32_t sum)
{
    uint32_t head = (uint32_t)(0u - (uintptr_t)from) & 3u;
    if (head > count)
    {
        head = count;
    }

    uint32_t first = fold(copy_bytes(to, from, head));
    uint32_t rest = 0;
    uint32_t at = head;
    for (; count - at >= 4; at += 4)
    {
        uint32_t word = *(const word32 *)(from + at);
        if (to != NULL)
        {
            store(to + at, word);
        }

        rest = add(rest, word);
    }

    rest = fold(add(rest, copy_bytes(to == NULL ? NULL : to + at, from + at, count - at)));
    if ((head & 1u) != 0)
    {
        rest = swap(rest);              /* it began at an odd place of the block */
    }

    return fold(fold(sum) + swap(fold(first + rest)));
}
