#include "fake_clr.h"

#include <nanoPAL_Events.h>

FakeClr fake;
CLR_RT_ExecutionEngine g_CLR_RT_ExecutionEngine;

static CLR_RT_HeapBlock pushed;


CLR_RT_HeapBlock::Numeric &CLR_RT_HeapBlock::NumericByRef()
{
    return m_numeric;
}

CLR_RT_HeapBlock_Array *CLR_RT_HeapBlock::DereferenceArray() const
{
    return m_array;
}

void CLR_RT_HeapBlock::SetInteger(const CLR_INT32 num)
{
    m_numeric.s4 = num;
}

void CLR_RT_HeapBlock::SetInteger(const CLR_INT64 &num)
{
    m_numeric.s8 = num;
}

// An array's bytes follow its header, as in the interpreter.
CLR_UINT8 *CLR_RT_HeapBlock_Array::GetFirstElement()
{
    return reinterpret_cast<CLR_UINT8 *>(this + 1);
}

CLR_RT_HeapBlock &CLR_RT_StackFrame::Arg0() const
{
    return fake.arguments[0];
}

CLR_RT_HeapBlock &CLR_RT_StackFrame::Arg1() const
{
    return fake.arguments[1];
}

CLR_RT_HeapBlock &CLR_RT_StackFrame::Arg2() const
{
    return fake.arguments[2];
}

CLR_RT_HeapBlock &CLR_RT_StackFrame::Arg3() const
{
    return fake.arguments[3];
}

CLR_RT_HeapBlock &CLR_RT_StackFrame::Arg4() const
{
    return fake.arguments[4];
}

void CLR_RT_StackFrame::SetResult_I4(CLR_INT32 val)
{
    fake.result = val;
    fake.resultCount++;
}

void CLR_RT_StackFrame::SetResult_U4(CLR_UINT32 val)
{
    fake.result = val;
    fake.resultCount++;
}

void CLR_RT_StackFrame::SetResult_Boolean(bool val)
{
    fake.result = val;
    fake.resultCount++;
}

HRESULT CLR_RT_StackFrame::SetupTimeoutFromTicks(CLR_RT_HeapBlock &input, CLR_INT64 *&output)
{
    if (m_customState == 0)
    {
        if (input.NumericByRef().s8 < 0)
        {
            return CLR_E_OUT_OF_RANGE;
        }

        pushed.SetInteger(fake.nowTicks + input.NumericByRef().s8);
        fake.depth++;
        m_customState = 1;
    }

    output = &pushed.NumericByRef().s8;
    return S_OK;
}

CLR_RT_HeapBlock &CLR_RT_StackFrame::PopValue()
{
    fake.depth--;
    return pushed;
}

HRESULT CLR_RT_ExecutionEngine::WaitEvents(
    CLR_RT_Thread *, const CLR_INT64 &timeExpire, CLR_UINT32 events, bool &fSuccess)
{
    fSuccess = (fake.raisedEvents & events) != 0;
    fake.raisedEvents &= ~events;
    if (!fSuccess && fake.nowTicks < timeExpire)
    {
        fake.waitsFor = events;
        fake.waitsUntil = timeExpire;
        return CLR_E_THREAD_WAITING;
    }

    return S_OK;
}

extern "C" void Events_Set(uint32_t events)
{
    fake.systemEvents |= events;
}

void FakeProcess()
{
    if ((fake.systemEvents & SYSTEM_EVENT_FLAG_RADIO) != 0)
    {
        fake.raisedEvents |= Event_Radio;
    }

    fake.systemEvents = 0;
}
