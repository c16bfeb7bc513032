// The table of native methods. The interpreter finds a method by its place here: the place it has
// among all methods of the assembly, types sorted by name. Its checksum covers names and order but
// ignores managed methods in front of the first native one, so a type that a compiler adds shifts
// every place and nothing complains; tests/Host/Native compares this table with the assembly.
#include "nanostack_hal_native.h"

typedef Library_NanoStack_Hal_Native_NanoStack_Hal_Native_EmacNative EmacNative;

// clang-format off

static const CLR_RT_MethodHandler method_lookup[] =
{
    EmacNative::Open___STATIC__I4__I4__I4__I4__I4,
    EmacNative::Close___STATIC__VOID,
    EmacNative::Read32___STATIC__U4__U4,
    EmacNative::Write32___STATIC__VOID__U4__U4,
    EmacNative::ReadWord___STATIC__U4__I4,
    EmacNative::WriteWord___STATIC__VOID__I4__U4,
    EmacNative::ArenaAddress___STATIC__U4,
    EmacNative::Barrier___STATIC__VOID,
    EmacNative::CopyIn___STATIC__U4__I4__SZARRAY_U1__I4__I4__U4,
    EmacNative::CopyOut___STATIC__U4__I4__SZARRAY_U1__I4__I4__U4,
    EmacNative::Sum___STATIC__U4__SZARRAY_U1__I4__I4__U4,
    EmacNative::MaskInterrupt___STATIC__U4,
    EmacNative::RestoreInterrupt___STATIC__VOID__U4,
    EmacNative::TakeStatus___STATIC__U4,
    EmacNative::Wait___STATIC__BOOLEAN__I4,
    EmacNative::SetPin___STATIC__VOID__I4__BOOLEAN,
    EmacNative::Entropy32___STATIC__U4,
    EmacNative::ReadMac___STATIC__VOID__SZARRAY_U1,
};

// The firmware's build reads name, checksum and version out of these lines: keep their shape.
const CLR_RT_NativeAssemblyData g_CLR_AssemblyNative_NanoStack_Hal_Native =
{
    "NanoStack.Hal.Native",
    0xF8A54575,
    method_lookup,
    { 1, 0, 0, 0 }
};

// clang-format on
