using NanoStack.Hal.Bus;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Hal.Emac;

/// <summary>The transmit ring: frames copied into DMA memory, oldest first.</summary>
/// <remarks>
/// From: <see cref="EmacDevice.StartXmit"/>. To: the wire.
/// Head and tail run free and are masked on use: full and empty never look alike.
/// The transmit lock guards it, for providing and for returning.
/// </remarks>
internal sealed class TxRing
{
    private readonly EmacBus _bus;
    private readonly EmacStats _stats;
    private readonly int _descriptorsAt;
    private readonly int _buffersAt;
    private readonly int _bufferBytes;
    private readonly int _slotMask;
    private readonly byte[] _checksum = new byte[2];
    private int _head;                      // oldest slot the DMA still owns
    private int _tail;                      // next slot to give

    public TxRing(
        EmacBus bus, EmacStats stats, int descriptorsAt, int buffersAt, int slotCount,
        int bufferBytes)
    {
        Bug.On((slotCount & (slotCount - 1)) != 0);     // masking: a power of two
        _bus = bus;
        _stats = stats;
        _descriptorsAt = descriptorsAt;
        _buffersAt = buffersAt;
        _bufferBytes = bufferBytes;
        _slotMask = slotCount - 1;
    }

    /// <summary>Slots the DMA has.</summary>
    public int UsedCount => _tail - _head;

    public int FreeCount => _slotMask + 1 - (_tail - _head);

    /// <summary>Grows with every slot that comes back: what the watchdog watches.</summary>
    public int Head => _head;

    /// <summary>Where the ring begins for the DMA.</summary>
    public uint Address => _bus.ArenaAddress + (uint)_descriptorsAt;

    /// <summary>Chains all slots and takes them back. The DMA is stopped and nobody
    /// provides.</summary>
    /// <remarks>After a stop the DMA begins at the base again, and a slot it still owned would be
    /// sent a second time (IDF 7752).</remarks>
    public void Reset()
    {
        uint arena = _bus.ArenaAddress;
        for (int slot = 0; slot <= _slotMask; slot++)
        {
            int descriptor = DescriptorAt(slot);
            int next = DescriptorAt((slot + 1) & _slotMask);
            _bus.WriteWord(descriptor + TxDescriptor.Control, TxDescriptor.Chained);
            _bus.WriteWord(descriptor + TxDescriptor.BufferLength, 0);
            _bus.WriteWord(descriptor + TxDescriptor.Buffer, arena + (uint)BufferAt(slot));
            _bus.WriteWord(descriptor + TxDescriptor.Next, arena + (uint)next);
        }

        _stats.Add(EmacStats.TxDropped, UsedCount);
        _head = 0;
        _tail = 0;
        _bus.Barrier();
    }

    /// <summary>Copies a frame into the next slot and gives it to the DMA. False: the ring is
    /// full.</summary>
    public bool Provide(SkBuff skb)
    {
        int length = skb.Length;
        Bug.On(length <= 0);
        Bug.On(length > _bufferBytes);

        if (_tail - _head > _slotMask)
        {
            return false;
        }

        int slot = _tail & _slotMask;
        int descriptor = DescriptorAt(slot);
        Bug.On((_bus.ReadWord(descriptor + TxDescriptor.Control) & TxDescriptor.Own) != 0);

        CopyIn(BufferAt(slot), skb);
        _bus.WriteWord(descriptor + TxDescriptor.BufferLength, (uint)length);
        _bus.Barrier();                     // OWN goes last: the DMA may run the moment it sees it.
        _bus.WriteWord(
            descriptor + TxDescriptor.Control, TxDescriptor.WholeFrame | TxDescriptor.Own);
        _tail++;
        return true;
    }

    /// <summary>Takes back the slots the DMA is done with. Returns how many.</summary>
    public int Return()
    {
        int returned = 0;
        while (_head != _tail)              // bound: the slots of the ring
        {
            int descriptor = DescriptorAt(_head & _slotMask);
            uint control = _bus.ReadWord(descriptor + TxDescriptor.Control);
            if ((control & TxDescriptor.Own) != 0)
            {
                break;
            }

            _stats.Inc(EmacStats.TxFrames);
            if ((control & TxDescriptor.Noteworthy) != 0)
            {
                CountErrors(control);
            }

            _head++;
            returned++;
        }

        return returned;
    }

    /// <summary>One pass over the packet, copied and summed at once (<c>csum_and_copy</c>); then
    /// the checksum goes into its field in DMA memory, so the packet itself stays as it
    /// was.</summary>
    private void CopyIn(int to, SkBuff skb)
    {
        int linear = skb.HeadLength;
        int start = linear;                 // first linear byte that is summed, from DataAt
        bool isPartial = skb.Summed == IpSummed.Partial;
        if (isPartial)
        {
            start = skb.CsumStart - skb.DataAt;
            Bug.On(start < 0 || start + skb.CsumOffset + 2 > linear);
        }

        uint sum = 0;
        if (start > 0)
        {
            _bus.CopyIn(to, skb.Head, skb.DataAt, start, 0);
        }

        if (start < linear)
        {
            sum = _bus.CopyIn(to + start, skb.Head, skb.DataAt + start, linear - start, 0);
        }

        if (skb.FragLength > 0)
        {
            sum = CopyFrag(to + linear, skb, sum, linear - start);
        }

        if (isPartial)
        {
            ByteOrder.Write16(_checksum, 0, InetChecksum.FoldTransport(sum));
            _bus.CopyIn(to + start + skb.CsumOffset, _checksum, 0, 2, 0);
        }
    }

    /// <summary>The fragment, in two parts when it wraps around its ring.</summary>
    /// <param name="offset">Bytes summed so far: a block that begins odd has its bytes
    /// swapped.</param>
    private uint CopyFrag(int to, SkBuff skb, uint sum, int offset)
    {
        byte[] ring = skb.Frag;
        int part = ring.Length - skb.FragAt;
        if (part > skb.FragLength)
        {
            part = skb.FragLength;
        }

        uint block = _bus.CopyIn(to, ring, skb.FragAt, part, 0);
        sum = InetChecksum.AddBlock(sum, block, offset);
        int rest = skb.FragLength - part;
        if (rest > 0)
        {
            block = _bus.CopyIn(to + part, ring, 0, rest, 0);
            sum = InetChecksum.AddBlock(sum, block, offset + part);
        }

        return sum;
    }

    private void CountErrors(uint control)
    {
        _stats.Add(EmacStats.TxCollisions, TxDescriptor.Collisions(control));
        _stats.IncIf(control, TxDescriptor.Deferred, EmacStats.TxDeferred);
        if ((control & TxDescriptor.ErrorSummary) == 0)
        {
            return;
        }

        _stats.Inc(EmacStats.TxErrors);
        _stats.IncIf(control, TxDescriptor.NoCarrier, EmacStats.TxNoCarrier);
        _stats.IncIf(control, TxDescriptor.LossOfCarrier, EmacStats.TxLossOfCarrier);
        _stats.IncIf(control, TxDescriptor.LateCollision, EmacStats.TxLateCollisions);
        _stats.IncIf(control, TxDescriptor.ExcessiveCollisions, EmacStats.TxExcessiveCollisions);
        _stats.IncIf(control, TxDescriptor.ExcessiveDeferral, EmacStats.TxExcessiveDeferrals);
        _stats.IncIf(control, TxDescriptor.Underflow, EmacStats.TxUnderflows);
        _stats.IncIf(control, TxDescriptor.Flushed, EmacStats.TxFlushed);
        _stats.IncIf(control, TxDescriptor.Jabber, EmacStats.TxJabbers);
    }

    private int DescriptorAt(int slot) => _descriptorsAt + (slot * TxDescriptor.SizeBytes);

    private int BufferAt(int slot) => _buffersAt + (slot * _bufferBytes);
}
