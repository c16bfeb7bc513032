using System;
using NanoStack.Device;
using NanoStack.Hal.Bus;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Hal.Emac;

/// <summary>The receive ring: frames the DMA wrote, copied out oldest first.</summary>
/// <remarks>
/// From: the wire, by way of <see cref="EmacDevice.Poll"/>. To: <see cref="RxGovernor.Admit"/>,
/// <see cref="NetDevice.ReceiveSkb"/>.
/// Only the polling thread touches it, so it has no lock.
/// </remarks>
internal sealed class RxRing
{
    /// <summary>Nothing has come.</summary>
    public const int Empty = 0;

    /// <summary>A frame was looked at, counted and dropped.</summary>
    public const int Dropped = 1;

    /// <summary>A frame waits in its slot because no packet is free.</summary>
    public const int NoSkb = 2;

    /// <summary>A frame is in <see cref="Frame"/>.</summary>
    public const int Taken = 3;

    /// <summary>64 bytes with the CRC: the MAC drops shorter ones.</summary>
    private const int LengthMin = 60;

    /// <summary>Before the IP header, so that its words are aligned in the packet.</summary>
    private const int AlignBytes = 2;

    private readonly EmacBus _bus;
    private readonly EmacDma _dma;
    private readonly EmacStats _stats;
    private readonly RxGovernor _governor;
    private readonly int _descriptorsAt;
    private readonly int _buffersAt;
    private readonly int _bufferBytes;
    private readonly int _slotCount;
    private readonly byte[] _peek = new byte[FrameClass.PeekBytes];
    private int _next;                      // slot the DMA fills next, or has filled
    private SkBuff _frame;

    public RxRing(
        EmacBus bus, EmacDma dma, EmacStats stats, RxGovernor governor, int descriptorsAt,
        int buffersAt, int slotCount, int bufferBytes)
    {
        _bus = bus;
        _dma = dma;
        _stats = stats;
        _governor = governor;
        _descriptorsAt = descriptorsAt;
        _buffersAt = buffersAt;
        _slotCount = slotCount;
        _bufferBytes = bufferBytes;
    }

    /// <summary>Our address on this link: ARP about it is let in though it is said to all.</summary>
    public uint OurIp { get; set; }

    /// <summary>The frame of the last <see cref="Return"/> that said <see cref="Taken"/>.</summary>
    public SkBuff Frame => _frame;

    /// <summary>Where the ring begins for the DMA.</summary>
    public uint Address => _bus.ArenaAddress + (uint)_descriptorsAt;

    /// <summary>Chains all slots and gives them to the DMA, which is stopped.</summary>
    public void Reset()
    {
        uint arena = _bus.ArenaAddress;
        for (int slot = 0; slot < _slotCount; slot++)
        {
            int descriptor = DescriptorAt(slot);
            int next = slot + 1 == _slotCount ? 0 : slot + 1;
            _bus.WriteWord(
                descriptor + RxDescriptor.Control, RxDescriptor.Chained | (uint)_bufferBytes);
            _bus.WriteWord(
                descriptor + RxDescriptor.Buffer,
                arena + (uint)(_buffersAt + (slot * _bufferBytes)));
            _bus.WriteWord(descriptor + RxDescriptor.Next, arena + (uint)DescriptorAt(next));
            _bus.WriteWord(descriptor + RxDescriptor.Status, RxDescriptor.Own);
        }

        _next = 0;
        _bus.Barrier();
    }

    /// <summary>Takes the oldest frame, if one has come, and gives its slot back to the
    /// DMA.</summary>
    /// <returns>One of <see cref="Empty"/>, <see cref="Dropped"/>, <see cref="NoSkb"/> and
    /// <see cref="Taken"/>; after the last one the caller holds <see cref="Frame"/>.</returns>
    public int Return(SkBuffPool pool, int nowMs)
    {
        int descriptor = DescriptorAt(_next);
        uint status = _bus.ReadWord(descriptor + RxDescriptor.Status);
        if ((status & RxDescriptor.Own) != 0)
        {
            return Empty;
        }

        int length = RxDescriptor.Length(status);
        int buffer = _buffersAt + (_next * _bufferBytes);
        if (!IsGood(status, length))
        {
            Recycle(descriptor);
            return Dropped;
        }

        _bus.CopyOut(buffer, _peek, 0, FrameClass.PeekBytes, 0);
        int frameClass = FrameClass.Of(_peek, 0, FrameClass.PeekBytes, OurIp);
        if (!_governor.Admit(frameClass, nowMs))
        {
            _stats.Inc(EmacStats.RxGoverned);
            Recycle(descriptor);
            return Dropped;
        }

        SkBuff skb = pool.AllocFrame();
        if (skb == null)
        {
            _stats.Inc(EmacStats.RxNoSkb);
            _governor.Refund(frameClass);
            return NoSkb;
        }

        if (length + AlignBytes > skb.Tailroom)
        {
            _stats.Inc(EmacStats.RxBadLength);
            Recycle(descriptor);
            skb.Free();
            return Dropped;
        }

        CopyOut(buffer, skb, length, frameClass);
        Recycle(descriptor);
        _stats.Inc(EmacStats.RxFrames);
        _frame = skb;
        return Taken;
    }

    /// <summary>For when the DMA says that a frame came and the next slot is still its own: it
    /// closes slots in order, so one that is closed behind an open one means a write-back was
    /// lost.</summary>
    /// <remarks>It writes while we look: what was open before a later one was seen closed may be closed
    /// by now. So the first look only finds out whether to look again from the beginning.</remarks>
    /// <returns>True when <see cref="Return"/> goes on, behind the slots that were lost.</returns>
    public bool Resync()
    {
        if (ClosedAhead() < 0)
        {
            return false;
        }

        int lost = ClosedAhead();
        _stats.Add(EmacStats.RxLostWritebacks, lost);
        _next = (_next + lost) % _slotCount;
        return true;
    }

    /// <summary>How many slots are open before the first closed one; -1 when all are.</summary>
    private int ClosedAhead()
    {
        for (int ahead = 0; ahead < _slotCount; ahead++)
        {
            int descriptor = DescriptorAt((_next + ahead) % _slotCount);
            if ((_bus.ReadWord(descriptor + RxDescriptor.Status) & RxDescriptor.Own) == 0)
            {
                return ahead;
            }
        }

        return -1;
    }

    private bool IsGood(uint status, int length)
    {
        if ((status & (RxDescriptor.ErrorSummary | RxDescriptor.DescriptorError)) != 0)
        {
            CountErrors(status);
            return false;
        }

        if (!RxDescriptor.IsWhole(status))
        {
            _stats.Inc(EmacStats.RxNotWhole);
            return false;
        }

        if (length < LengthMin || length > _bufferBytes)
        {
            _stats.Inc(EmacStats.RxBadLength);
            return false;
        }

        return true;
    }

    /// <summary>Two copies: the link header, and what follows it with its sum, as IP wants
    /// it.</summary>
    private void CopyOut(int buffer, SkBuff skb, int length, int frameClass)
    {
        skb.Reserve(AlignBytes);
        int at = skb.Put(length);
        Array.Copy(_peek, 0, skb.Head, at, EthHeader.Length);
        int header = EthHeader.Length;
        skb.Csum = _bus.CopyOut(buffer + header, skb.Head, at + header, length - header, 0);
        skb.Summed = IpSummed.Complete;
        skb.Class = frameClass;
    }

    /// <summary>The slot goes back, always, and the DMA is told, always: it may be
    /// suspended.</summary>
    private void Recycle(int descriptor)
    {
        _bus.Barrier();                     // all reads of the slot come before it is given away
        _bus.WriteWord(descriptor + RxDescriptor.Status, RxDescriptor.Own);
        _bus.Barrier();                     // OWN is in memory before the DMA is told to look
        _dma.DemandRxPoll();
        _next = _next + 1 == _slotCount ? 0 : _next + 1;
    }

    private void CountErrors(uint status)
    {
        _stats.Inc(EmacStats.RxErrors);
        _stats.IncIf(status, RxDescriptor.CrcError, EmacStats.RxCrcErrors);
        _stats.IncIf(status, RxDescriptor.DescriptorError, EmacStats.RxTruncated);
        _stats.IncIf(status, RxDescriptor.Overflow, EmacStats.RxOverflows);
        _stats.IncIf(status, RxDescriptor.LateCollision, EmacStats.RxLateCollisions);
        _stats.IncIf(status, RxDescriptor.Watchdog, EmacStats.RxWatchdogs);
        _stats.IncIf(status, RxDescriptor.ReceiveError, EmacStats.RxSymbolErrors);
        _stats.IncIf(status, RxDescriptor.Dribble, EmacStats.RxDribbles);
    }

    private int DescriptorAt(int slot) => _descriptorsAt + (slot * RxDescriptor.SizeBytes);
}
