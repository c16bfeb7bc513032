/* The arena: the one block of memory the DMA works in. */
#ifndef NS_ARENA_H
#define NS_ARENA_H

#include <stdbool.h>
#include <stdint.h>

/* False: no memory. */
bool ns_arena_open(uint32_t byte_count);
void ns_arena_close(void);

#endif
