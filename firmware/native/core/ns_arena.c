/* Words of descriptors, and frames by copy. Managed memory moves and may lie in PSRAM, where the
 * DMA cannot reach (docs/hardware.md, 1.7, 9.6), so nothing of C# is ever handed to it. */
#include "ns_arena.h"

#include "ns_checks.h"
#include "ns_native.h"
#include "ns_port.h"
#include "ns_sum.h"

static uint8_t *arena;
static uint32_t arena_size;

bool ns_arena_open(uint32_t byte_count)
{
    arena = ns_port_alloc(byte_count);
    arena_size = arena == NULL ? 0 : byte_count;
    return arena != NULL;
}

void ns_arena_close(void)
{
    uint8_t *memory = arena;
    arena = NULL;
    arena_size = 0;
    if (memory != NULL)
    {
        ns_port_free(memory);
    }
}

uint32_t ns_arena_address(void)
{
    return arena == NULL ? 0 : ns_port_address(arena);
}

static bool is_word(int32_t arena_at)
{
    return ns_is_block(arena_at, 4, arena_size) && ns_is_aligned((uint32_t)arena_at);
}

/* Descriptors change under our hands, so their words are volatile. */
static volatile uint32_t *word_at(int32_t arena_at)
{
    return (volatile uint32_t *)(void *)(arena + arena_at);
}

int ns_read_word(int32_t arena_at, uint32_t *value)
{
    if (!is_word(arena_at))
    {
        return NS_OUT_OF_RANGE;
    }

    *value = *word_at(arena_at);
    return NS_OK;
}

int ns_write_word(int32_t arena_at, uint32_t value)
{
    if (!is_word(arena_at))
    {
        return NS_OUT_OF_RANGE;
    }

    *word_at(arena_at) = value;
    return NS_OK;
}

static int check(struct ns_array data, int32_t at, int32_t count)
{
    if (data.bytes == NULL)
    {
        return NS_NULL;
    }

    return ns_is_block(at, count, data.length) ? NS_OK : NS_OUT_OF_RANGE;
}

static int check_both(int32_t arena_at, struct ns_array data, int32_t at, int32_t count)
{
    int result = check(data, at, count);
    if (result == NS_OK && !ns_is_block(arena_at, count, arena_size))
    {
        result = NS_OUT_OF_RANGE;
    }

    return result;
}

int ns_copy_in(int32_t arena_at, struct ns_array data, int32_t at, int32_t count, uint32_t *sum)
{
    int result = check_both(arena_at, data, at, count);
    if (result == NS_OK)
    {
        uint8_t *to = count == 0 ? NULL : arena + arena_at;     /* closed: no arena to count from */
        *sum = ns_sum_copy(to, data.bytes + at, (uint32_t)count, *sum);
    }

    return result;
}

int ns_copy_out(int32_t arena_at, struct ns_array data, int32_t at, int32_t count, uint32_t *sum)
{
    int result = check_both(arena_at, data, at, count);
    if (result == NS_OK)
    {
        const uint8_t *from = count == 0 ? data.bytes : arena + arena_at;
        *sum = ns_sum_copy(data.bytes + at, from, (uint32_t)count, *sum);
    }

    return result;
}

int ns_sum(struct ns_array data, int32_t at, int32_t count, uint32_t *sum)
{
    int result = check(data, at, count);
    if (result == NS_OK)
    {
        *sum = ns_sum_copy(NULL, data.bytes + at, (uint32_t)count, *sum);
    }

    return result;
}
