using NanoStack.Kernel;

namespace NanoStack.Skb;

/// <summary><c>struct sk_buff_head</c>: a queue threaded through the packets; first in, first out.</summary>
/// <remarks>A packet is in one queue at a time. The owner of the queue does the locking.</remarks>
internal sealed class SkBuffHead
{
    private SkBuff _first;
    private SkBuff _last;
    private int _count;

    public int Count => _count;

    public bool IsEmpty => _first == null;

    /// <summary><c>skb_peek</c>: the oldest, or null.</summary>
    public SkBuff First => _first;

    /// <summary><c>skb_peek_tail</c>: the newest, or null.</summary>
    public SkBuff Last => _last;

    /// <summary><c>__skb_queue_tail</c></summary>
    public void Append(SkBuff skb)
    {
        Bug.On(skb.Next != null);
        if (_last == null)
        {
            _first = skb;
        }
        else
        {
            _last.Next = skb;
        }

        _last = skb;
        _count++;
    }

    /// <summary>Says of every packet who holds it; bound: the queue.</summary>
    public void HoldAll(SkbHolder holder)
    {
        for (SkBuff skb = _first; skb != null; skb = skb.Next)
        {
            skb.Holder = holder;
        }
    }

    /// <summary><c>__skb_queue_after</c>: behind a packet of this queue.</summary>
    public void InsertAfter(SkBuff skb, SkBuff newcomer)
    {
        Bug.On(newcomer.Next != null);
        newcomer.Next = skb.Next;
        skb.Next = newcomer;
        if (_last == skb)
        {
            _last = newcomer;
        }

        _count++;
    }

    /// <summary><c>__skb_dequeue</c>: takes the oldest, or null.</summary>
    public SkBuff Dequeue()
    {
        SkBuff skb = _first;
        if (skb != null)
        {
            _first = skb.Next;
            skb.Next = null;
            if (_first == null)
            {
                _last = null;
            }

            _count--;
        }

        return skb;
    }
}
