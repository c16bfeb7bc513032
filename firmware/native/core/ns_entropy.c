/* Thirty-two bits nobody can guess. The chip's generator is only fed while a radio runs or its ADC
 * noise source is on (IDF, Random Number Generation), and in our firmware no radio runs. So the
 * source is on once, for a key, and every word goes through SipHash-2-4 (Aumasson and Bernstein,
 * 2012) under that key: what comes later is as good as the key, whatever the generator does. */
#include "ns_entropy.h"

#include "ns_native.h"
#include "ns_port.h"

static uint64_t keys[2];
static uint64_t call_count;
static bool is_seeded;

static uint64_t rotate(uint64_t value, int count)
{
    return (value << count) | (value >> (64 - count));
}

static void mix(uint64_t v[4], int rounds)
{
    for (int i = 0; i < rounds; i++)
    {
        v[0] += v[1];
        v[1] = rotate(v[1], 13) ^ v[0];
        v[0] = rotate(v[0], 32);
        v[2] += v[3];
        v[3] = rotate(v[3], 16) ^ v[2];
        v[0] += v[3];
        v[3] = rotate(v[3], 21) ^ v[0];
        v[2] += v[1];
        v[1] = rotate(v[1], 17) ^ v[2];
        v[2] = rotate(v[2], 32);
    }
}

static void absorb(uint64_t v[4], uint64_t block)
{
    v[3] ^= block;
    mix(v, 2);
    v[0] ^= block;
}

uint64_t ns_siphash(const uint64_t key[2], uint64_t first, uint64_t second)
{
    uint64_t v[4] = {
        key[0] ^ 0x736f6d6570736575u, key[1] ^ 0x646f72616e646f6du,
        key[0] ^ 0x6c7967656e657261u, key[1] ^ 0x7465646279746573u,
    };
    absorb(v, first);
    absorb(v, second);
    absorb(v, (uint64_t)16 << 56);      /* the length closes the input */
    v[2] ^= 0xFF;
    mix(v, 4);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

uint32_t ns_entropy32(void)
{
    if (!is_seeded)
    {
        uint32_t words[4];
        ns_port_seed(words);
        keys[0] = ((uint64_t)words[0] << 32) | words[1];
        keys[1] = ((uint64_t)words[2] << 32) | words[3];
        is_seeded = true;
    }

    uint64_t hash = ns_siphash(keys, call_count++, ns_port_random());
    return (uint32_t)(hash ^ (hash >> 32));
}
