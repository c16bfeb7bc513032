#ifndef NS_DECL_NANOCLR_INTEROP_H
#define NS_DECL_NANOCLR_INTEROP_H

typedef unsigned char CLR_UINT8;
typedef unsigned short CLR_UINT16;
typedef unsigned int CLR_UINT32;
typedef signed int CLR_INT32;
typedef signed long long CLR_INT64;
typedef int HRESULT;

// A failure is negative: a severity bit and a number in the upper half.
#define S_OK ((HRESULT)0)
#define FAILED(status) ((HRESULT)(status) < 0)
#define CLR_E_OUT_OF_RANGE ((HRESULT)0xA5000000u)
#define CLR_E_ARGUMENT_NULL ((HRESULT)0xCE000000u)
#define CLR_E_THREAD_WAITING ((HRESULT)0xC2000000u)

// hr is declared by the first, returned by the last; what leaves goes to one label in between.
#define NANOCLR_HEADER() HRESULT hr
#define NANOCLR_CHECK_HRESULT(call) \
    {                               \
        hr = (call);                \
        if (FAILED(hr))             \
            goto nanoCLR_Cleanup;   \
    }
#define NANOCLR_NOCLEANUP() \
    hr = S_OK;              \
    nanoCLR_Cleanup:        \
    return hr
#define NANOCLR_NOCLEANUP_NOLABEL() \
    hr = S_OK;                      \
    return hr
#define NANOCLR_NATIVE_DECLARE(method) static HRESULT method(CLR_RT_StackFrame &stack)

struct CLR_RT_StackFrame;

typedef HRESULT (*CLR_RT_MethodHandler)(CLR_RT_StackFrame &stack);

struct CLR_RECORD_VERSION
{
    CLR_UINT16 iMajorVersion;
    CLR_UINT16 iMinorVersion;
    CLR_UINT16 iBuildNumber;
    CLR_UINT16 iRevisionNumber;
};

struct CLR_RT_NativeAssemblyData
{
    const char *m_szAssemblyName;
    unsigned int m_checkSum;
    const void *m_pNativeMethods;
    CLR_RECORD_VERSION m_Version;
};

#endif
