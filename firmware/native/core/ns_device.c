/* The EMAC itself: open and closed, its registers, and what its interrupt handler shares. */
#include "ns_arena.h"
#include "ns_checks.h"
#include "ns_native.h"
#include "ns_port.h"

/* DMA block (TRM, EMAC registers; docs/hardware.md, 1.2). */
#define STATUS (NS_REGISTERS_BEGIN + 0x14u)
#define INTEN (NS_REGISTERS_BEGIN + 0x1Cu)

static bool is_open;

/* Under the port's lock: the handler has its hands in these. */
static uint32_t gathered;               /* STATUS bits that it took */
static bool is_raised;                  /* the flag of Wait */
static void (*on_raise)(void);

int ns_open(int32_t clock_mode, int32_t mdc_pin, int32_t mdio_pin, int32_t arena_bytes,
    int32_t *answer)
{
    if (clock_mode < NS_CLOCK_IN_GPIO0 || clock_mode > NS_CLOCK_OUT_GPIO17
        || !ns_is_smi(mdc_pin, clock_mode) || !ns_is_smi(mdio_pin, clock_mode)
        || mdc_pin == mdio_pin || arena_bytes <= 0 || !ns_is_aligned((uint32_t)arena_bytes))
    {
        return NS_OUT_OF_RANGE;
    }

    ns_close();         /* the interpreter may restart without the chip: then all is still open */
    if (!ns_arena_open((uint32_t)arena_bytes))
    {
        *answer = NS_NO_MEMORY;
        return NS_OK;
    }

    *answer = ns_port_power_on(clock_mode, mdc_pin, mdio_pin);
    is_open = *answer == NS_OPENED;
    if (!is_open)
    {
        ns_arena_close();
    }

    return NS_OK;
}

void ns_close(void)
{
    if (!is_open)
    {
        return;
    }

    is_open = false;
    ns_port_power_off();                /* before the arena goes: the DMA may be writing there */
    ns_arena_close();
    ns_port_lock();
    gathered = 0;
    is_raised = false;
    ns_port_unlock();
}

/* Closed, the block has no clock: it reads as zero and forgets what is written. */
int ns_read32(uint32_t address, uint32_t *value)
{
    if (!ns_is_register(address))
    {
        return NS_OUT_OF_RANGE;
    }

    *value = is_open ? ns_port_read(address) : 0;
    return NS_OK;
}

int ns_write32(uint32_t address, uint32_t value)
{
    if (!ns_is_register(address))
    {
        return NS_OUT_OF_RANGE;
    }

    if (is_open)
    {
        ns_port_write(address, value);
    }

    return NS_OK;
}

void ns_barrier(void)
{
    ns_port_barrier();
}

/* Reads STATUS and clears what was read: bits 16:0 by writing ones, the rest ignores it. */
static uint32_t take_status(void)
{
    uint32_t status = ns_port_read(STATUS);
    ns_port_write(STATUS, status);
    return status;
}

/* docs/hardware.md, 3.4: acknowledge, remember, mask until the managed side has drained, raise the
 * flag. It masks before it acknowledges, so that the line falls once. */
void ns_interrupt(void)
{
    ns_port_lock();
    ns_port_write(INTEN, 0);
    gathered |= take_status();
    is_raised = true;
    void (*notify)(void) = on_raise;
    ns_port_unlock();
    if (notify != NULL)
    {
        notify();
    }
}

uint32_t ns_mask_interrupt(void)
{
    if (!is_open)
    {
        return 0;
    }

    ns_port_lock();
    uint32_t enabled = ns_port_read(INTEN);
    ns_port_write(INTEN, 0);
    ns_port_unlock();
    return enabled;
}

void ns_restore_interrupt(uint32_t enabled)
{
    if (!is_open)
    {
        return;
    }

    ns_port_lock();
    ns_port_write(INTEN, ns_port_read(INTEN) | enabled);
    ns_port_unlock();
}

uint32_t ns_take_status(void)
{
    if (!is_open)
    {
        return 0;
    }

    ns_port_lock();
    uint32_t status = gathered | take_status();
    gathered = 0;
    ns_port_unlock();
    return status;
}

bool ns_take_raised(void)
{
    ns_port_lock();
    bool was_raised = is_raised;
    is_raised = false;
    ns_port_unlock();
    return was_raised;
}

void ns_on_raise(void (*notify)(void))
{
    ns_port_lock();
    on_raise = notify;
    ns_port_unlock();
}

int ns_set_pin(int32_t pin, bool is_high)
{
    if (!ns_is_output(pin))
    {
        return NS_OUT_OF_RANGE;
    }

    ns_port_set_pin(pin, is_high);
    return NS_OK;
}

int ns_read_mac(struct ns_array address)
{
    if (address.bytes == NULL)
    {
        return NS_NULL;
    }

    if (address.length < 6)
    {
        return NS_OUT_OF_RANGE;
    }

    ns_port_read_mac(address.bytes);
    return NS_OK;
}
