// The glue, called through its table as the interpreter calls it, under the sanitizers.
#include <climits>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include <nanoPAL_Events.h>

#include "../interop/nanostack_hal_native.h"
#include "../pc/ns_pc.h"
#include "expect.h"
#include "fake_clr.h"

enum Slot
{
    Open, Close, Read32, Write32, ReadWord, WriteWord, ArenaAddress, Barrier, CopyIn, CopyOut, Sum,
    MaskInterrupt, RestoreInterrupt, TakeStatus, Wait, SetPin, Entropy32, ReadMac
};

static const CLR_INT64 MsTicks = TIME_CONVERSION__TO_MILLISECONDS;
static const CLR_UINT32 Status = 0x3FF69014;
static const CLR_UINT32 IntEnable = 0x3FF6901C;

static CLR_RT_StackFrame frame;

// A managed byte[]: a header and its bytes, not one more.
static CLR_RT_HeapBlock_Array *NewArray(CLR_UINT32 count)
{
    void *memory = calloc(1, sizeof(CLR_RT_HeapBlock_Array) + count);
    CLR_RT_HeapBlock_Array *array = static_cast<CLR_RT_HeapBlock_Array *>(memory);
    array->m_numOfElements = count;
    return array;
}

static HRESULT Again(Slot slot)
{
    const void *table = g_CLR_AssemblyNative_NanoStack_Hal_Native.m_pNativeMethods;
    return static_cast<const CLR_RT_MethodHandler *>(table)[slot](frame);
}

// Five arguments at most; an array goes to the place that the method has it at.
static HRESULT Call(Slot slot, CLR_UINT32 a = 0, CLR_UINT32 b = 0, CLR_UINT32 c = 0,
    CLR_UINT32 d = 0, CLR_UINT32 e = 0, CLR_RT_HeapBlock_Array *array = nullptr)
{
    const CLR_UINT32 values[] = {a, b, c, d, e};
    for (int i = 0; i < 5; i++)
    {
        fake.arguments[i].m_numeric.u4 = values[i];
        fake.arguments[i].m_array = array;
    }

    frame.m_customState = 0;
    fake.resultCount = 0;
    return Again(slot);
}

static CLR_UINT32 Value()
{
    return static_cast<CLR_UINT32>(fake.result);
}

static void OpenDevice()
{
    EXPECT(Call(Open, 0, 23, 18, 256) == S_OK && fake.result == 0);
}

static void Table_HasNameChecksumAndVersion()
{
    const CLR_RT_NativeAssemblyData &data = g_CLR_AssemblyNative_NanoStack_Hal_Native;
    EXPECT(strcmp(data.m_szAssemblyName, "NanoStack.Hal.Native") == 0);
    EXPECT(data.m_checkSum == 0xF8A54575);
    EXPECT(data.m_Version.iMajorVersion == 1 && data.m_Version.iRevisionNumber == 0);
}

static void Open_TakesItsArgumentsInOrder()
{
    OpenDevice();
    EXPECT(Call(Open, 4, 23, 18, 256) == CLR_E_OUT_OF_RANGE && fake.resultCount == 0);
    EXPECT(Call(Open, 0, 34, 18, 256) == CLR_E_OUT_OF_RANGE);
    EXPECT(Call(Open, 0, 23, 34, 256) == CLR_E_OUT_OF_RANGE);
    EXPECT(Call(Open, 0, 23, 18, 255) == CLR_E_OUT_OF_RANGE);
    EXPECT(Call(ArenaAddress) == S_OK && Value() == 0x3FFB8000);
    ns_pc_fail_power_on(-3);
    EXPECT(Call(Open, 3, 23, 18, 256) == S_OK && fake.result == -3);
    EXPECT(Call(Close) == S_OK && ns_pc_arena_count() == 0);
}

static void Words_AndRegisters_KeepTheirValues()
{
    OpenDevice();
    EXPECT(Call(WriteWord, 8, 0xDEADBEEF) == S_OK && fake.resultCount == 0);
    EXPECT(Call(ReadWord, 8) == S_OK && Value() == 0xDEADBEEF && fake.resultCount == 1);
    EXPECT(Call(ReadWord, 256) == CLR_E_OUT_OF_RANGE && fake.resultCount == 0);
    EXPECT(Call(WriteWord, UINT32_MAX, 0) == CLR_E_OUT_OF_RANGE);
    EXPECT(Call(Write32, 0x3FF6A000, 0xC800) == S_OK);
    EXPECT(Call(Read32, 0x3FF6A000) == S_OK && Value() == 0xC800);
    EXPECT(Call(Write32, 0x3FF6A100, 1) == CLR_E_OUT_OF_RANGE);
    EXPECT(Call(Read32, 0x3FF68FFC) == CLR_E_OUT_OF_RANGE && fake.resultCount == 0);
    int barriers = ns_pc_barrier_count();
    EXPECT(Call(Barrier) == S_OK && ns_pc_barrier_count() == barriers + 1);
    Call(Close);
}

static void Copies_GoTheWayTheyAreCalled()
{
    OpenDevice();
    CLR_RT_HeapBlock_Array *array = NewArray(7);
    memcpy(array->GetFirstElement(), "\0\1\2\3\4\5\6", 7);
    EXPECT(Call(CopyIn, 16, 0, 1, 5, 0x10, array) == S_OK);
    EXPECT(Value() == 0x10 + 0x0102 + 0x0304 + 0x0500);
    EXPECT(Call(ReadWord, 16) == S_OK && Value() == 0x04030201);
    EXPECT(Call(CopyOut, 17, 0, 3, 4, 0x20, array) == S_OK);
    EXPECT(Value() == 0x20 + 0x0203 + 0x0405);
    EXPECT(memcmp(array->GetFirstElement(), "\0\1\2\2\3\4\5", 7) == 0);
    EXPECT(Call(Sum, 0, 5, 2, 0x30, 0, array) == S_OK && Value() == 0x30 + 0x0405);
    EXPECT(Call(CopyIn, 0, 0, 3, 5, 0, array) == CLR_E_OUT_OF_RANGE && fake.resultCount == 0);
    EXPECT(Call(CopyOut, 253, 0, 0, 4, 0, array) == CLR_E_OUT_OF_RANGE);
    EXPECT(Call(Sum, 0, 8, 0, 0, 0, array) == CLR_E_OUT_OF_RANGE);
    EXPECT(Call(CopyIn, 0, 0, 0, 0, 0) == CLR_E_ARGUMENT_NULL && fake.resultCount == 0);
    EXPECT(Call(CopyOut) == CLR_E_ARGUMENT_NULL);
    EXPECT(Call(Sum) == CLR_E_ARGUMENT_NULL);
    free(array);
    Call(Close);
}

static bool IsBlock(int64_t at, int64_t count, int64_t size)
{
    return at >= 0 && count >= 0 && at + count <= size;         // 64 bits: nothing overflows
}

// One byte further than fits, below zero, and sums that overflow 32 bits: the exception, no result,
// and neither arena nor array has changed.
static void Copies_AtEveryEdge_AreRefusedAndTouchNothing()
{
    static const int32_t edges[] = {
        INT_MIN, INT_MIN + 1, -256, -4, -1, 0, 1, 2, 11, 12, 13, 252, 253, 255, 256, 257,
        INT_MAX - 256, INT_MAX - 12, INT_MAX - 1, INT_MAX};
    CLR_RT_HeapBlock_Array *array = NewArray(12);
    memset(array->GetFirstElement(), 0x5C, 12);
    OpenDevice();
    int refused = 0;
    for (int32_t arenaAt : edges)
    {
        for (int32_t at : edges)
        {
            for (int32_t count : edges)
            {
                bool isRight = IsBlock(at, count, 12) && IsBlock(arenaAt, count, 256);
                if (isRight && count > 0)
                {
                    continue;                                   // another test's
                }

                HRESULT want = isRight ? S_OK : CLR_E_OUT_OF_RANGE;
                HRESULT in = Call(CopyIn, CLR_UINT32(arenaAt), 0, CLR_UINT32(at),
                    CLR_UINT32(count), 7, array);
                EXPECT(in == want && fake.resultCount == (isRight ? 1 : 0));
                HRESULT out = Call(CopyOut, CLR_UINT32(arenaAt), 0, CLR_UINT32(at),
                    CLR_UINT32(count), 7, array);
                EXPECT(out == want && fake.resultCount == (isRight ? 1 : 0));
                refused += isRight ? 0 : 1;
            }
        }
    }

    EXPECT(refused > 7000);
    for (CLR_UINT32 at = 0; at < 256; at += 4)
    {
        EXPECT(Call(ReadWord, at) == S_OK && Value() == 0xA5A5A5A5);
    }

    for (int i = 0; i < 12; i++)
    {
        EXPECT(array->GetFirstElement()[i] == 0x5C);
    }

    free(array);
    Call(Close);
}

static void MaskAndStatus_AreTheDevices()
{
    OpenDevice();
    EXPECT(Call(RestoreInterrupt, 0x180C0) == S_OK && fake.resultCount == 0);
    EXPECT(Call(Read32, IntEnable) == S_OK && Value() == 0x180C0);
    EXPECT(Call(MaskInterrupt) == S_OK && Value() == 0x180C0);
    ns_pc_raise(0x80);
    EXPECT(Call(Read32, Status) == S_OK && Value() == 0x80);
    EXPECT(Call(TakeStatus) == S_OK && Value() == 0x80);
    EXPECT(Call(TakeStatus) == S_OK && Value() == 0);
    Call(Close);
}

static void Wait_IsParkedAndWokenByTheInterrupt()
{
    OpenDevice();
    Call(RestoreInterrupt, 0x180C0);
    CLR_INT64 start = fake.nowTicks;
    EXPECT(Call(Wait, 50) == CLR_E_THREAD_WAITING && fake.resultCount == 0 && fake.depth == 1);
    EXPECT(fake.waitsFor == Event_Radio && fake.waitsUntil == start + 50 * MsTicks);
    fake.nowTicks += 10 * MsTicks;
    ns_pc_raise(0x40);
    EXPECT(fake.systemEvents == SYSTEM_EVENT_FLAG_RADIO);
    FakeProcess();
    EXPECT(Again(Wait) == S_OK && fake.result == 1 && fake.resultCount == 1 && fake.depth == 0);
    fake.raisedEvents = 0;
    Call(Close);
}

static void Wait_GivesUpAtItsTime()
{
    OpenDevice();
    EXPECT(Call(Wait, 50) == CLR_E_THREAD_WAITING);
    fake.nowTicks += 50 * MsTicks;
    EXPECT(Again(Wait) == S_OK && fake.result == 0 && fake.resultCount == 1 && fake.depth == 0);
    Call(Close);
}

static void Wait_WokenBySomebodyElsesEvent_WaitsOnForTheRest()
{
    OpenDevice();
    CLR_INT64 start = fake.nowTicks;
    EXPECT(Call(Wait, 50) == CLR_E_THREAD_WAITING);
    fake.nowTicks += 20 * MsTicks;
    fake.raisedEvents = Event_Radio;
    EXPECT(Again(Wait) == CLR_E_THREAD_WAITING && fake.depth == 1 && fake.raisedEvents == 0);
    EXPECT(fake.waitsUntil == start + 50 * MsTicks);
    fake.nowTicks += 30 * MsTicks;
    EXPECT(Again(Wait) == S_OK && fake.result == 0 && fake.depth == 0);
    Call(Close);
}

static void Wait_RaisedBefore_ReturnsAtOnce()
{
    OpenDevice();
    Call(RestoreInterrupt, 0x180C0);
    ns_pc_raise(0x40);
    EXPECT(Call(Wait, 50) == S_OK && fake.result == 1 && fake.depth == 0);
    EXPECT(Call(Wait, 0) == S_OK && fake.result == 0 && fake.depth == 0);
    Call(Close);
}

// The interpreter takes -1 for ever and other negatives for an error.
static void Wait_ForANegativeTime_IsOver()
{
    OpenDevice();
    EXPECT(Call(Wait, UINT32_MAX) == S_OK && fake.result == 0 && fake.depth == 0);
    EXPECT(Call(Wait, 0x80000000) == S_OK && fake.result == 0 && fake.depth == 0);
    EXPECT(Call(Wait, INT_MAX) == CLR_E_THREAD_WAITING && fake.waitsUntil > 0);
    fake.nowTicks = fake.waitsUntil;
    EXPECT(Again(Wait) == S_OK && fake.depth == 0);
    Call(Close);
}

static void Pins_Address_AndEntropy()
{
    EXPECT(Call(SetPin, 16, 1) == S_OK && ns_pc_pin(16) == 1 && fake.resultCount == 0);
    EXPECT(Call(SetPin, 16, 0) == S_OK && ns_pc_pin(16) == 0);
    EXPECT(Call(SetPin, 24, 1) == CLR_E_OUT_OF_RANGE);
    CLR_RT_HeapBlock_Array *array = NewArray(6);
    EXPECT(Call(ReadMac, 0, 0, 0, 0, 0, array) == S_OK);
    EXPECT(memcmp(array->GetFirstElement(), "\x24\x6F\x28\1\2\3", 6) == 0);
    array->m_numOfElements = 5;
    EXPECT(Call(ReadMac, 0, 0, 0, 0, 0, array) == CLR_E_OUT_OF_RANGE);
    EXPECT(Call(ReadMac) == CLR_E_ARGUMENT_NULL);
    free(array);
    EXPECT(Call(Entropy32) == S_OK);
    CLR_UINT32 first = Value();
    EXPECT(Call(Entropy32) == S_OK && Value() != first);
}

int main()
{
    RUN(Table_HasNameChecksumAndVersion);
    RUN(Open_TakesItsArgumentsInOrder);
    RUN(Words_AndRegisters_KeepTheirValues);
    RUN(Copies_GoTheWayTheyAreCalled);
    RUN(Copies_AtEveryEdge_AreRefusedAndTouchNothing);
    RUN(MaskAndStatus_AreTheDevices);
    RUN(Wait_IsParkedAndWokenByTheInterrupt);
    RUN(Wait_GivesUpAtItsTime);
    RUN(Wait_WokenBySomebodyElsesEvent_WaitsOnForTheRest);
    RUN(Wait_RaisedBefore_ReturnsAtOnce);
    RUN(Wait_ForANegativeTime_IsOver);
    RUN(Pins_Address_AndEntropy);
    return finish();
}
