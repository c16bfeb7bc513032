using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Hal.Bus;

namespace NanoStack.Tests.Host.Hal;

/// <summary>The management interface, the bus and its argument checks; the rig of both
/// halves.</summary>
public sealed partial class ModelTests
{
    [TestMethod]
    public void Mdio_OfAnAddressNobodyHas_ReadsOnes()
    {
        Open();
        Reset();
        Assert.AreEqual(0xFFFFu, ReadMdio(7, 2));
        Assert.AreEqual(0x0007u, ReadMdio(1, 2));
    }

    [TestMethod]
    public void Mdio_WithoutTheBusyBit_DoesNothing()
    {
        Open();
        Reset();
        Write(Mac + 0x10, 0x880);
        Assert.AreEqual(0u, Read(Mac + 0x14));
    }

    [TestMethod]
    public void Mdio_WrittenWhileBusy_IsAViolation()
    {
        Open();
        Reset();
        _model.Faults.MdioBusyReads = 5;
        Write(Mac + 0x10, 0x881);
        Write(Mac + 0x10, 0x881);
        Assert.AreEqual(1, _model.Violations);
    }

    [TestMethod]
    public void PhyLink_AfterALoss_ReadsDownOnce()
    {
        Open();
        Reset();
        _model.Phy.LinkUp = true;
        ReadMdio(1, 1);
        Assert.AreEqual(4u, ReadMdio(1, 1) & 4);
        _model.Phy.LinkUp = false;
        _model.Phy.LinkUp = true;
        Assert.AreEqual(0u, ReadMdio(1, 1) & 4);
        Assert.AreEqual(4u, ReadMdio(1, 1) & 4);
    }

    [TestMethod]
    public void Bus_WithABadArgument_ThrowsAndTouchesNothing()
    {
        Open();
        byte[] data = new byte[8];
        Throws(() => _bus.Read32(0x3FF68FFC));
        Throws(() => _bus.Read32(0x3FF6A100));
        Throws(() => _bus.Write32(0x3FF69002, 0));
        Throws(() => _bus.ReadWord(4096));
        Throws(() => _bus.ReadWord(-4));
        Throws(() => _bus.WriteWord(2, 0));
        Throws(() => _bus.CopyIn(4095, data, 0, 2, 0));
        Throws(() => _bus.CopyIn(0, data, 7, 2, 0));
        Throws(() => _bus.CopyOut(0, data, -1, 2, 0));
        Throws(() => _bus.CopyOut(int.MaxValue, data, 0, 8, 0));
        Throws(() => _bus.Sum(data, 0, 9, 0));
        Throws(() => _bus.SetPin(34, true));
        Throws(() => _bus.SetPin(6, true));
        Throws(() => _bus.ReadMac(new byte[5]));
        Throws(() => _bus.Open(RmiiClock.InOnGpio0, 23, 18, 6));
        Throws(() => _bus.Open(RmiiClock.InOnGpio0, 36, 18, 64));
        Assert.AreEqual(0xA5A5A5A5u, _bus.ReadWord(0));
        Assert.AreEqual(0xA5A5A5A5u, _bus.ReadWord(4092));
    }

    [TestMethod]
    public void Bus_AfterClose_HasNoArena()
    {
        Open();
        _bus.Close();
        Assert.IsFalse(_bus.IsOpen);
        Throws(() => _bus.ReadWord(0));
        Assert.AreEqual(0u, _bus.MaskInterrupt());
    }

    private static void Throws(Action action)
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(action);
    }

    private void Open()
    {
        Assert.AreEqual(0, _bus.Open(RmiiClock.InOnGpio0, 23, 18, 4096));
        Write(Dma + 0x80C, 0x8000);
        Write(Dma + 0x808, 1);
        Write(Dma + 0x804, 0x01000000);
    }

    private void Reset()
    {
        Write(Dma, 1);
        Assert.AreEqual(0u, Read(Dma) & 1);
    }

    /// <summary>Two slots each way and both engines on.</summary>
    private void Run(int bufferBytes = 512)
    {
        Open();
        Reset();
        _model.Phy.LinkUp = true;
        for (int i = 0; i < 5; i++)
        {
            ReadMdio(1, 1);
        }

        uint arena = _bus.ArenaAddress;
        for (int slot = 0; slot < 2; slot++)
        {
            int next = 32 * (1 - slot);
            _bus.WriteWord((slot * 32) + 4, 0x4000u | (uint)bufferBytes);
            _bus.WriteWord((slot * 32) + 8, arena + BufferAt + (uint)(slot * 512));
            _bus.WriteWord((slot * 32) + 12, arena + (uint)next);
            _bus.WriteWord(slot * 32, Own);
            _bus.WriteWord(TxAt + (slot * 32), 0x00100000);
            _bus.WriteWord(TxAt + (slot * 32) + 8, arena + 2048 + (uint)(slot * 512));
            _bus.WriteWord(TxAt + (slot * 32) + 12, arena + TxAt + (uint)next);
        }

        Write(Dma + 0x0C, arena);
        Write(Dma + 0x10, arena + TxAt);
        Write(Mac + 0x40, 0x80000302);
        Write(Mac + 0x44, 0x01286F24);
        Write(Mac, 0xC808);
        Write(OpMode, 0x02002006);
        Write(Mac, 0xC80C);
    }

    private void Provide(int slot, uint control, int length)
    {
        _bus.WriteWord(TxAt + (slot * 32) + 4, (uint)length);
        _bus.WriteWord(TxAt + (slot * 32), control);
    }

    private void Accept()
    {
        _model.Receive(_frame, 0, 60, true);
    }

    private uint ReadMdio(int address, int register)
    {
        Write(Mac + 0x10, ((uint)address << 11) | ((uint)register << 6) | 1);
        while ((Read(Mac + 0x10) & 1) != 0)
        {
        }

        return Read(Mac + 0x14);
    }

    private uint Read(uint address) => _bus.Read32(address);

    private void Write(uint address, uint value)
    {
        _bus.Write32(address, value);
    }
}
