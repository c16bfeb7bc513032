#ifndef NS_DECL_NANOCLR_RUNTIME_H
#define NS_DECL_NANOCLR_RUNTIME_H

#include "nanoCLR_Interop.h"

#define TIME_CONVERSION__TO_MILLISECONDS 10000

enum
{
    Event_Radio = 0x00000400
};

struct CLR_RT_HeapBlock_Array;
struct CLR_RT_Thread;

struct CLR_RT_HeapBlock
{
    union Numeric
    {
        CLR_UINT8 u1;
        CLR_INT32 s4;
        CLR_UINT32 u4;
        CLR_INT64 s8;
    };

    Numeric &NumericByRef();
    CLR_RT_HeapBlock_Array *DereferenceArray() const;
    void SetInteger(const CLR_INT32 num);
    void SetInteger(const CLR_INT64 &num);

    Numeric m_numeric;                      // this storage is ours: nobody but test/ sees it
    CLR_RT_HeapBlock_Array *m_array;
};

struct CLR_RT_HeapBlock_Array : public CLR_RT_HeapBlock
{
    CLR_UINT32 m_numOfElements;

    CLR_UINT8 *GetFirstElement();
};

struct CLR_RT_StackFrame
{
    CLR_RT_Thread *m_owningThread;
    CLR_UINT32 m_customState;

    CLR_RT_HeapBlock &Arg0() const;
    CLR_RT_HeapBlock &Arg1() const;
    CLR_RT_HeapBlock &Arg2() const;
    CLR_RT_HeapBlock &Arg3() const;
    CLR_RT_HeapBlock &Arg4() const;
    void SetResult_I4(CLR_INT32 val);
    void SetResult_U4(CLR_UINT32 val);
    void SetResult_Boolean(bool val);
    HRESULT SetupTimeoutFromTicks(CLR_RT_HeapBlock &input, CLR_INT64 *&output);
    CLR_RT_HeapBlock &PopValue();
};

struct CLR_RT_ExecutionEngine
{
    HRESULT WaitEvents(
        CLR_RT_Thread *caller, const CLR_INT64 &timeExpire, CLR_UINT32 events, bool &fSuccess);
};

extern CLR_RT_ExecutionEngine g_CLR_RT_ExecutionEngine;

#endif
