// An interpreter of one frame: enough to call a native method with arguments, to park it and to
// come back to it as the real one does.
#ifndef NS_FAKE_CLR_H
#define NS_FAKE_CLR_H

#include <nanoCLR_Runtime.h>

struct FakeClr
{
    CLR_RT_HeapBlock arguments[5];
    CLR_INT64 result;                   // whatever was set last
    int resultCount;
    int depth;                          // values pushed and not popped
    CLR_INT64 nowTicks;
    CLR_UINT32 raisedEvents;            // of the engine: sticky, taken by a wait
    CLR_UINT32 systemEvents;            // what Events_Set gathered
    CLR_UINT32 waitsFor;
    CLR_INT64 waitsUntil;
};

extern FakeClr fake;

// As ProcessActivity does between two instructions: flags become events, events wake.
void FakeProcess();

#endif
