// Between the interpreter's stack and the core: arguments out, result or exception in.
//
// No array is pinned. The collector runs only when something is allocated, nothing here allocates
// while it holds a pointer, and the one method that waits takes no array. And a pin is a flag, not
// a count: to unpin would let go of an array that another driver has pinned.
#include "nanostack_hal_native.h"

#include <nanoPAL_Events.h>

#include "../core/ns_native.h"

typedef Library_NanoStack_Hal_Native_NanoStack_Hal_Native_EmacNative EmacNative;

static HRESULT ToHResult(int result)
{
    switch (result)
    {
        case NS_OK:
            return S_OK;
        case NS_NULL:
            return CLR_E_ARGUMENT_NULL;
        default:
            return CLR_E_OUT_OF_RANGE;
    }
}

// What the core answered: a value for the caller, or an exception.
static HRESULT Answer(CLR_RT_StackFrame &stack, int result, uint32_t value)
{
    if (result == NS_OK)
    {
        stack.SetResult_U4(value);
    }

    return ToHResult(result);
}

static ns_array ToArray(CLR_RT_HeapBlock &argument)
{
    CLR_RT_HeapBlock_Array *array = argument.DereferenceArray();
    ns_array bytes = {nullptr, 0};
    if (array != nullptr)
    {
        bytes.bytes = array->GetFirstElement();
        bytes.length = array->m_numOfElements;
    }

    return bytes;
}

typedef int (*CopyFunction)(int32_t, ns_array, int32_t, int32_t, uint32_t *);

// Both copies have the same arguments: place in the arena, array, place in it, count, sum so far.
static HRESULT Copy(CLR_RT_StackFrame &stack, CopyFunction copy)
{
    uint32_t sum = stack.Arg4().NumericByRef().u4;
    int result = copy(
        stack.Arg0().NumericByRef().s4,
        ToArray(stack.Arg1()),
        stack.Arg2().NumericByRef().s4,
        stack.Arg3().NumericByRef().s4,
        &sum);
    return Answer(stack, result, sum);
}

// From the interrupt handler. No flag of the interpreter is ours; on an ESP32 nobody else uses the
// one of the radio, and it is among those that wake a sleeping interpreter (docs/hardware.md, 9.4).
static void RaiseEvent()
{
    Events_Set(SYSTEM_EVENT_FLAG_RADIO);
}

HRESULT EmacNative::Open___STATIC__I4__I4__I4__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    int32_t answer = NS_OPENED;
    ns_on_raise(RaiseEvent);
    NANOCLR_CHECK_HRESULT(ToHResult(ns_open(
        stack.Arg0().NumericByRef().s4,
        stack.Arg1().NumericByRef().s4,
        stack.Arg2().NumericByRef().s4,
        stack.Arg3().NumericByRef().s4,
        &answer)));
    stack.SetResult_I4(answer);
    NANOCLR_NOCLEANUP();
}

HRESULT EmacNative::Close___STATIC__VOID(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    (void)stack;
    ns_close();
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT EmacNative::Read32___STATIC__U4__U4(CLR_RT_StackFrame &stack)
{
    uint32_t value = 0;
    int result = ns_read32(stack.Arg0().NumericByRef().u4, &value);
    return Answer(stack, result, value);
}

HRESULT EmacNative::Write32___STATIC__VOID__U4__U4(CLR_RT_StackFrame &stack)
{
    return ToHResult(
        ns_write32(stack.Arg0().NumericByRef().u4, stack.Arg1().NumericByRef().u4));
}

HRESULT EmacNative::ReadWord___STATIC__U4__I4(CLR_RT_StackFrame &stack)
{
    uint32_t value = 0;
    int result = ns_read_word(stack.Arg0().NumericByRef().s4, &value);
    return Answer(stack, result, value);
}

HRESULT EmacNative::WriteWord___STATIC__VOID__I4__U4(CLR_RT_StackFrame &stack)
{
    return ToHResult(
        ns_write_word(stack.Arg0().NumericByRef().s4, stack.Arg1().NumericByRef().u4));
}

HRESULT EmacNative::ArenaAddress___STATIC__U4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    stack.SetResult_U4(ns_arena_address());
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT EmacNative::Barrier___STATIC__VOID(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    (void)stack;
    ns_barrier();
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT EmacNative::CopyIn___STATIC__U4__I4__SZARRAY_U1__I4__I4__U4(CLR_RT_StackFrame &stack)
{
    return Copy(stack, ns_copy_in);
}

HRESULT EmacNative::CopyOut___STATIC__U4__I4__SZARRAY_U1__I4__I4__U4(CLR_RT_StackFrame &stack)
{
    return Copy(stack, ns_copy_out);
}

HRESULT EmacNative::Sum___STATIC__U4__SZARRAY_U1__I4__I4__U4(CLR_RT_StackFrame &stack)
{
    uint32_t sum = stack.Arg3().NumericByRef().u4;
    int result = ns_sum(
        ToArray(stack.Arg0()),
        stack.Arg1().NumericByRef().s4,
        stack.Arg2().NumericByRef().s4,
        &sum);
    return Answer(stack, result, sum);
}

HRESULT EmacNative::MaskInterrupt___STATIC__U4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    stack.SetResult_U4(ns_mask_interrupt());
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT EmacNative::RestoreInterrupt___STATIC__VOID__U4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    ns_restore_interrupt(stack.Arg0().NumericByRef().u4);
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT EmacNative::TakeStatus___STATIC__U4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    stack.SetResult_U4(ns_take_status());
    NANOCLR_NOCLEANUP_NOLABEL();
}

// The interpreter parks the managed thread when WaitEvents says CLR_E_THREAD_WAITING, and calls
// this again from the top when the event or the time-out comes. The time-out is an absolute time,
// pushed by the first call only, which is how m_customState tells the calls apart
// (docs/hardware.md, 9.3). An event may be an old one, or somebody else's: the flag decides, the
// event only wakes.
HRESULT EmacNative::Wait___STATIC__BOOLEAN__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    CLR_RT_HeapBlock timeout;
    CLR_INT64 *expires;
    bool isRaised = false;
    bool isWoken = true;
    CLR_INT64 timeoutMs = stack.Arg0().NumericByRef().s4;

    // A negative time is over. The interpreter would take -1 for ever: nobody waits without an end.
    timeout.SetInteger((timeoutMs < 0 ? 0 : timeoutMs) * TIME_CONVERSION__TO_MILLISECONDS);
    NANOCLR_CHECK_HRESULT(stack.SetupTimeoutFromTicks(timeout, expires));
    while (isWoken)
    {
        isRaised = ns_take_raised();
        if (isRaised)
        {
            break;
        }

        NANOCLR_CHECK_HRESULT(g_CLR_RT_ExecutionEngine.WaitEvents(
            stack.m_owningThread, *expires, Event_Radio, isWoken));
    }

    stack.PopValue();
    stack.SetResult_Boolean(isRaised);
    NANOCLR_NOCLEANUP();
}

HRESULT EmacNative::SetPin___STATIC__VOID__I4__BOOLEAN(CLR_RT_StackFrame &stack)
{
    return ToHResult(
        ns_set_pin(stack.Arg0().NumericByRef().s4, stack.Arg1().NumericByRef().u1 != 0));
}

HRESULT EmacNative::Entropy32___STATIC__U4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    stack.SetResult_U4(ns_entropy32());
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT EmacNative::ReadMac___STATIC__VOID__SZARRAY_U1(CLR_RT_StackFrame &stack)
{
    return ToHResult(ns_read_mac(ToArray(stack.Arg0())));
}
