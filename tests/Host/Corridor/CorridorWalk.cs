using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Hal.Emac;
using NanoStack.Hal.Host.Wire;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Sockets;
using NanoStack.Tcp;
using NanoStack.VirtualBoard;

namespace NanoStack.Tests.Host.Corridor;

/// <summary>One record of 60 bytes, sent for real on the modelled board, stopped at the moment its
/// descriptor belongs to the DMA, and then let go until its ACK is back.</summary>
internal sealed class CorridorWalk : IDisposable
{
    public const int RecordLength = 60;

    private const string Record = "seq=2 t=3042 temp=20.1 humidity=41.5 site=roof door=closed\n";

    private readonly ModelPair _pair = new ModelPair(Limits.Default());
    private readonly FrameTap _tap = new FrameTap();

    public CorridorWalk()
    {
        _pair.Connect();
        SendRecord("the first one is on its way for the neighbour too");
        _pair.Board.Context.Trace.Sink = Ladder;
        _pair.Wire.AddTap(_tap);
        _pair.Model.Faults.HoldTx = true;           // the DMA leaves descriptors alone
        Ladder.Arm();
        SendRecord(Record);
        StopAtOwn();
        _pair.Model.Faults.HoldTx = false;
        _pair.Model.RunTx();
        ControlAfter = _pair.Bus.ReadWord(DescriptorAt + TxDescriptor.Control);
        _pair.Settle();
        FreeSlotsAfter = _pair.Device.TxFreeSlots;
        UnackedAfter = _pair.Sender.UnacknowledgedBytes;
        Ack = _tap.FromPeer;
        _pair.ExpectPoolsHome();
    }

    public Ladder Ladder { get; } = new Ladder();

    /// <summary>Where in DMA memory the descriptor lies.</summary>
    public int DescriptorAt { get; private set; }

    /// <summary>Its first four words at the moment the DMA owns it.</summary>
    public uint[] Descriptor { get; } = new uint[4];

    /// <summary>The frame in DMA memory.</summary>
    public byte[] Frame { get; private set; }

    /// <summary>The frame that came back.</summary>
    public byte[] Ack { get; }

    public int FreeSlotsBefore { get; private set; }

    public int FreeSlotsAfter { get; }

    public int UnackedBefore { get; private set; }

    public int UnackedAfter { get; }

    /// <summary>The descriptor's first word once the DMA is done.</summary>
    public uint ControlAfter { get; }

    /// <summary>Which segments TCP remembers while the ACK is out.</summary>
    public int SegmentsKept { get; private set; }

    public void Dispose()
    {
        _pair.Dispose();
    }

    /// <summary>A record, filled up to its length.</summary>
    private void SendRecord(string text)
    {
        byte[] record = System.Text.Encoding.ASCII.GetBytes(
            text.TrimEnd('\n').PadRight(RecordLength - 1, '.') + "\n");
        Assert.AreEqual(RecordLength, record.Length);
        Assert.AreEqual(RecordLength, _pair.Sender.Send(record));
        if (!_pair.Model.Faults.HoldTx)
        {
            _pair.Settle();
        }
    }

    private void StopAtOwn()
    {
        EmacOptions options = _pair.Device.Options;
        int first = options.RxSlotCount * RxDescriptor.SizeBytes;
        for (int slot = 0; slot < options.TxSlotCount; slot++)
        {
            int at = first + (slot * TxDescriptor.SizeBytes);
            if ((_pair.Bus.ReadWord(at + TxDescriptor.Control) & TxDescriptor.Own) != 0)
            {
                DescriptorAt = at;
            }
        }

        Assert.AreNotEqual(0, DescriptorAt, "a descriptor that the DMA owns");
        for (int i = 0; i < Descriptor.Length; i++)
        {
            Descriptor[i] = _pair.Bus.ReadWord(DescriptorAt + (4 * i));
        }

        Frame = new byte[Descriptor[TxDescriptor.BufferLength / 4]];
        int buffer = (int)(Descriptor[TxDescriptor.Buffer / 4] - _pair.Bus.ArenaAddress);
        _pair.Bus.CopyOut(buffer, Frame, 0, Frame.Length, 0);
        FreeSlotsBefore = _pair.Device.TxFreeSlots;
        UnackedBefore = _pair.Sender.UnacknowledgedBytes;
        IPEndPoint here = (IPEndPoint)_pair.Sender.LocalEndPoint;
        TcpSock sock = _pair.Board.Tcp.Table.FindConnection(
            here.Address.Value, here.Port, _pair.PeerAddress.Value, ModelPair.Port);
        SegmentsKept = sock.SegSent;
    }

    private sealed class FrameTap : WireTap
    {
        public byte[] FromPeer { get; private set; }

        public override void OnFrame(int fromSide, byte[] frame, int at, int length, long timeUs)
        {
            if (fromSide == ModelPair.PeerSide)
            {
                FromPeer = frame.AsSpan(at, length).ToArray();
            }
        }
    }
}
