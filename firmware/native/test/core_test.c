/* The core on the PC port, under the address and undefined-behaviour sanitizers: every array is a
 * block of its exact size, so that a byte too many is seen. Values are compared with the managed
 * versions in tests/Host/Native. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "../core/ns_checks.h"
#include "../core/ns_entropy.h"
#include "../core/ns_native.h"
#include "../core/ns_sum.h"
#include "../pc/ns_pc.h"
#include "expect.h"

#define ARENA_BYTES 256

static uint32_t random_state = 20260101;

static uint32_t next_random(uint32_t limit)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) % limit;
}

static int32_t open_arena(int32_t arena_bytes)
{
    int32_t answer = 99;
    EXPECT(ns_open(NS_CLOCK_IN_GPIO0, 23, 18, arena_bytes, &answer) == NS_OK);
    return answer;
}

static struct ns_array new_array(uint32_t length)
{
    struct ns_array array = { malloc(length == 0 ? 1 : length), length };
    for (uint32_t i = 0; i < length; i++)
    {
        array.bytes[i] = (uint8_t)next_random(256);
    }

    return array;
}

/* RFC 1071, word by word. */
static uint32_t plain_sum(const uint8_t *bytes, uint32_t count, uint32_t sum)
{
    uint64_t total = sum;
    for (uint32_t i = 0; i < count; i++)
    {
        total += (uint64_t)bytes[i] << ((i & 1) != 0 ? 0 : 8);
    }

    while (total >> 16 != 0)
    {
        total = (total & 0xFFFF) + (total >> 16);
    }

    return (uint32_t)total;
}

static void sum_at_every_alignment_and_length_is_that_of_rfc_1071(void)
{
    for (uint32_t from = 0; from < 8; from++)
    {
        for (uint32_t to = 0; to < 8; to++)
        {
            for (uint32_t count = 0; count < 70; count++)
            {
                struct ns_array source = new_array(from + count);
                struct ns_array target = new_array(to + count);
                uint32_t old = random_state;
                uint32_t want = plain_sum(source.bytes + from, count, old);
                EXPECT(ns_sum_copy(NULL, source.bytes + from, count, old) == want);
                EXPECT(ns_sum_copy(target.bytes + to, source.bytes + from, count, old) == want);
                EXPECT(memcmp(target.bytes + to, source.bytes + from, count) == 0);
                free(source.bytes);
                free(target.bytes);
            }
        }
    }
}

static void sum_of_a_megabyte_of_ones_keeps_its_carries(void)
{
    uint32_t count = 1u << 20;
    uint8_t *bytes = malloc(count);
    memset(bytes, 0xFF, count);
    EXPECT(ns_sum_copy(NULL, bytes, count, 0) == 0xFFFF);
    EXPECT(ns_sum_copy(NULL, bytes, count, 0xFFFFFFFF) == 0xFFFF);
    EXPECT(ns_sum_copy(NULL, bytes, count - 1, 0) == plain_sum(bytes, count - 1, 0));
    memset(bytes, 0, count);
    EXPECT(ns_sum_copy(NULL, bytes, count, 0) == 0);        /* zero only from nothing but zeros */
    free(bytes);
}

static void copy_at_every_edge_of_the_arena_is_checked(void)
{
    static const int32_t places[] = {
        INT_MIN, -ARENA_BYTES, -1, 0, 1, ARENA_BYTES - 1, ARENA_BYTES, ARENA_BYTES + 1, INT_MAX - 1,
        INT_MAX,
    };
    int place_count = sizeof places / sizeof places[0];
    EXPECT(open_arena(ARENA_BYTES) == NS_OPENED);
    struct ns_array data = new_array(ARENA_BYTES);
    for (int i = 0; i < place_count * place_count * place_count; i++)
    {
        int64_t arena_at = places[i % place_count];
        int64_t at = places[i / place_count % place_count];
        int64_t count = places[i / place_count / place_count];
        int is_right = arena_at >= 0 && at >= 0 && count >= 0 && at + count <= ARENA_BYTES;
        int is_in_arena = arena_at + count <= ARENA_BYTES;
        uint32_t sum = 1;
        int want = is_right && is_in_arena ? NS_OK : NS_OUT_OF_RANGE;
        EXPECT(ns_copy_in((int32_t)arena_at, data, (int32_t)at, (int32_t)count, &sum) == want);
        EXPECT(ns_copy_out((int32_t)arena_at, data, (int32_t)at, (int32_t)count, &sum) == want);
        EXPECT(want == NS_OK || sum == 1);
        is_right = at >= 0 && count >= 0 && at + count <= ARENA_BYTES;
        want = is_right ? NS_OK : NS_OUT_OF_RANGE;
        EXPECT(ns_sum(data, (int32_t)at, (int32_t)count, &sum) == want);
    }

    free(data.bytes);
    ns_close();
}

static void null_is_told_from_out_of_range(void)
{
    struct ns_array none = { NULL, 0 };
    uint32_t sum = 0;
    EXPECT(open_arena(ARENA_BYTES) == NS_OPENED);
    EXPECT(ns_copy_in(0, none, 0, 0, &sum) == NS_NULL);
    EXPECT(ns_copy_out(-1, none, 0, 0, &sum) == NS_NULL);
    EXPECT(ns_sum(none, 0, 0, &sum) == NS_NULL);
    EXPECT(ns_read_mac(none) == NS_NULL);
    struct ns_array five = new_array(5);
    EXPECT(ns_read_mac(five) == NS_OUT_OF_RANGE);
    free(five.bytes);
    ns_close();
}

static void registers_outside_the_emac_are_refused(void)
{
    uint32_t value = 7;
    EXPECT(open_arena(ARENA_BYTES) == NS_OPENED);
    for (uint32_t address = 0x3FF68F00; address < 0x3FF6A200; address++)
    {
        int is_right = address >= 0x3FF69000 && address <= 0x3FF6A0FF && address % 4 == 0;
        EXPECT(ns_read32(address, &value) == (is_right ? NS_OK : NS_OUT_OF_RANGE));
        EXPECT(is_right || ns_write32(address, 1) == NS_OUT_OF_RANGE);
    }

    EXPECT(ns_read32(0, &value) == NS_OUT_OF_RANGE);
    EXPECT(ns_read32(0x3FF00000, &value) == NS_OUT_OF_RANGE);
    EXPECT(ns_read32(0xFFFFFFFC, &value) == NS_OUT_OF_RANGE);
    ns_close();
}

static void words_outside_the_arena_are_refused(void)
{
    uint32_t value = 7;
    EXPECT(open_arena(8) == NS_OPENED);
    EXPECT(ns_write_word(4, 0x12345678) == NS_OK);
    EXPECT(ns_read_word(4, &value) == NS_OK && value == 0x12345678);
    static const int32_t wrong[] = { INT_MIN, -4, -1, 1, 2, 3, 5, 8, 12, INT_MAX - 3, INT_MAX };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
    {
        EXPECT(ns_read_word(wrong[i], &value) == NS_OUT_OF_RANGE);
        EXPECT(ns_write_word(wrong[i], 0) == NS_OUT_OF_RANGE);
    }

    ns_close();
    EXPECT(ns_read_word(0, &value) == NS_OUT_OF_RANGE);
}

static void open_refuses_pins_it_cannot_use(void)
{
    int32_t answer = 99;
    for (int32_t pin = -2; pin < 70; pin++)
    {
        int exists = (pin >= 0 && pin <= 5) || (pin >= 12 && pin <= 23)
            || (pin >= 25 && pin <= 27) || pin == 32 || pin == 33;
        int is_rmii = pin == 19 || pin == 21 || pin == 22 || (pin >= 25 && pin <= 27);
        EXPECT(ns_is_output(pin) == exists);
        EXPECT(ns_is_smi(pin, NS_CLOCK_IN_GPIO0) == (exists && !is_rmii && pin != 0));
        EXPECT(ns_is_smi(pin, NS_CLOCK_OUT_GPIO16) == (exists && !is_rmii && pin != 16));
        EXPECT(ns_is_smi(pin, NS_CLOCK_OUT_GPIO17) == (exists && !is_rmii && pin != 17));
    }

    EXPECT(ns_open(-1, 23, 18, 64, &answer) == NS_OUT_OF_RANGE);
    EXPECT(ns_open(4, 23, 18, 64, &answer) == NS_OUT_OF_RANGE);
    EXPECT(ns_open(0, 18, 18, 64, &answer) == NS_OUT_OF_RANGE);
    EXPECT(ns_open(0, 23, 0, 64, &answer) == NS_OUT_OF_RANGE);
    EXPECT(ns_open(0, 23, 18, 0, &answer) == NS_OUT_OF_RANGE);
    EXPECT(ns_open(0, 23, 18, INT_MIN, &answer) == NS_OUT_OF_RANGE);
    EXPECT(ns_open(0, 23, 18, 66, &answer) == NS_OUT_OF_RANGE);
    EXPECT(answer == 99);
    EXPECT(ns_pc_arena_count() == 0);
}

static void open_that_fails_leaves_nothing(void)
{
    ns_pc_fail_memory();
    EXPECT(open_arena(64) == NS_NO_MEMORY);
    ns_pc_fail_power_on(NS_NO_INTERRUPT);
    EXPECT(open_arena(64) == NS_NO_INTERRUPT);
    ns_pc_fail_power_on(NS_NO_CLOCK);
    EXPECT(open_arena(64) == NS_NO_CLOCK);
    EXPECT(ns_pc_arena_count() == 0);
    EXPECT(ns_arena_address() == 0);
    ns_close();
    ns_close();
}

static void open_again_without_close_starts_anew(void)
{
    EXPECT(open_arena(64) == NS_OPENED);
    ns_restore_interrupt(0x180C0);
    ns_pc_raise(0x40);
    EXPECT(open_arena(128) == NS_OPENED);
    EXPECT(ns_pc_arena_count() == 1);
    EXPECT(!ns_take_raised());
    EXPECT(ns_take_status() == 0);
    ns_close();
    EXPECT(ns_pc_arena_count() == 0);
}

static int notified_count;

static void count_notice(void)
{
    notified_count++;
}

static void interrupt_gathers_masks_and_raises(void)
{
    EXPECT(open_arena(64) == NS_OPENED);
    ns_on_raise(count_notice);
    ns_pc_raise(0x40);                          /* nothing enabled yet */
    EXPECT(notified_count == 0 && !ns_take_raised());
    EXPECT(ns_take_status() == 0x40);
    ns_restore_interrupt(0x180C0);
    ns_pc_raise(0x40);
    ns_pc_raise(0x80);                          /* masked: stands in STATUS */
    EXPECT(notified_count == 1);
    uint32_t enabled = 7;
    EXPECT(ns_read32(0x3FF6901C, &enabled) == NS_OK && enabled == 0);
    EXPECT(ns_take_status() == 0x100C0);
    EXPECT(ns_take_status() == 0);
    EXPECT(ns_take_raised() && !ns_take_raised());
    ns_on_raise(NULL);
    ns_close();
}

static void mask_and_restore_lose_no_bit(void)
{
    EXPECT(ns_mask_interrupt() == 0);
    ns_restore_interrupt(0xFFFF);               /* closed: nowhere to put it */
    EXPECT(open_arena(64) == NS_OPENED);
    EXPECT(ns_mask_interrupt() == 0);
    ns_restore_interrupt(0x10001);
    ns_restore_interrupt(0x00040);
    EXPECT(ns_mask_interrupt() == 0x10041);
    EXPECT(ns_mask_interrupt() == 0);
    ns_close();
}

static void siphash_is_that_of_its_paper(void)
{
    /* Aumasson and Bernstein, test vectors: key 00..0f; here of the input 00..0f. */
    const uint64_t key[2] = { 0x0706050403020100u, 0x0F0E0D0C0B0A0908u };
    EXPECT(ns_siphash(key, key[0], key[1]) == 0x3F2ACC7F57C29BDBu);
}

static void pin_takes_the_level(void)
{
    EXPECT(ns_set_pin(12, true) == NS_OK && ns_pc_pin(12) == 1);
    EXPECT(ns_set_pin(12, false) == NS_OK && ns_pc_pin(12) == 0);
    EXPECT(ns_set_pin(6, true) == NS_OUT_OF_RANGE && ns_pc_pin(6) == -1);
}

int main(void)
{
    RUN(sum_at_every_alignment_and_length_is_that_of_rfc_1071);
    RUN(sum_of_a_megabyte_of_ones_keeps_its_carries);
    RUN(copy_at_every_edge_of_the_arena_is_checked);
    RUN(null_is_told_from_out_of_range);
    RUN(registers_outside_the_emac_are_refused);
    RUN(words_outside_the_arena_are_refused);
    RUN(open_refuses_pins_it_cannot_use);
    RUN(open_that_fails_leaves_nothing);
    RUN(open_again_without_close_starts_anew);
    RUN(interrupt_gathers_masks_and_raises);
    RUN(mask_and_restore_lose_no_bit);
    RUN(siphash_is_that_of_its_paper);
    RUN(pin_takes_the_level);
    return finish();
}
