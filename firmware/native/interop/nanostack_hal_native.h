// The native side of NanoStack.Hal.Native.EmacNative, as the interpreter names it: method, STATIC,
// the type of the result, the types of the parameters.
#ifndef NANOSTACK_HAL_NATIVE_H
#define NANOSTACK_HAL_NATIVE_H

#include <nanoCLR_Interop.h>
#include <nanoCLR_Runtime.h>

struct Library_NanoStack_Hal_Native_NanoStack_Hal_Native_EmacNative
{
    NANOCLR_NATIVE_DECLARE(Open___STATIC__I4__I4__I4__I4__I4);
    NANOCLR_NATIVE_DECLARE(Close___STATIC__VOID);
    NANOCLR_NATIVE_DECLARE(Read32___STATIC__U4__U4);
    NANOCLR_NATIVE_DECLARE(Write32___STATIC__VOID__U4__U4);
    NANOCLR_NATIVE_DECLARE(ReadWord___STATIC__U4__I4);
    NANOCLR_NATIVE_DECLARE(WriteWord___STATIC__VOID__I4__U4);
    NANOCLR_NATIVE_DECLARE(ArenaAddress___STATIC__U4);
    NANOCLR_NATIVE_DECLARE(Barrier___STATIC__VOID);
    NANOCLR_NATIVE_DECLARE(CopyIn___STATIC__U4__I4__SZARRAY_U1__I4__I4__U4);
    NANOCLR_NATIVE_DECLARE(CopyOut___STATIC__U4__I4__SZARRAY_U1__I4__I4__U4);
    NANOCLR_NATIVE_DECLARE(Sum___STATIC__U4__SZARRAY_U1__I4__I4__U4);
    NANOCLR_NATIVE_DECLARE(MaskInterrupt___STATIC__U4);
    NANOCLR_NATIVE_DECLARE(RestoreInterrupt___STATIC__VOID__U4);
    NANOCLR_NATIVE_DECLARE(TakeStatus___STATIC__U4);
    NANOCLR_NATIVE_DECLARE(Wait___STATIC__BOOLEAN__I4);
    NANOCLR_NATIVE_DECLARE(SetPin___STATIC__VOID__I4__BOOLEAN);
    NANOCLR_NATIVE_DECLARE(Entropy32___STATIC__U4);
    NANOCLR_NATIVE_DECLARE(ReadMac___STATIC__VOID__SZARRAY_U1);
};

extern const CLR_RT_NativeAssemblyData g_CLR_AssemblyNative_NanoStack_Hal_Native;

#endif
