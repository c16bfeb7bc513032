namespace NanoStack.Sim;

/// <summary>The frames of all worlds of one thread, made once: what the stack allocates must show.</summary>
internal sealed class FrameStore
{
    private const int Count = 1024;

    private readonly Frame[] _free = new Frame[Count];
    private int _freeCount;

    public FrameStore()
    {
        for (int i = 0; i < Count; i++)
        {
            _free[i] = new Frame();
        }

        _freeCount = Count;
    }

    /// <summary>A frame, or null: too many are on the way.</summary>
    public Frame Take()
    {
        if (_freeCount == 0)
        {
            return null;
        }

        _freeCount--;
        Frame frame = _free[_freeCount];
        frame.Conversation = null;
        frame.IsForged = false;
        frame.Overrun = null;
        return frame;
    }

    public void Return(Frame frame)
    {
        _free[_freeCount] = frame;
        _freeCount++;
    }
}
