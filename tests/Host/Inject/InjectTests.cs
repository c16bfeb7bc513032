using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Tests.Host.Interleave;

namespace NanoStack.Tests.Host.Inject;

/// <summary>Memory runs out once, at each call and each allocation of each way through the stack; after
/// each of them an old connection echoes, a new one can be made, and every packet, socket and handle is
/// home.</summary>
[TestClass]
public sealed class InjectTests
{
    private static readonly System.Lazy<InjectContext> s_product =
        new System.Lazy<InjectContext>(() => new InjectContext(null, null));

    public TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow("send")]
    [DataRow("send much")]
    [DataRow("closed window")]
    [DataRow("receive")]
    [DataRow("connect")]
    [DataRow("accept")]
    [DataRow("close")]
    [DataRow("peer closes")]
    [DataRow("peer resets")]
    [DataRow("close unread")]
    [DataRow("listener closes")]
    [DataRow("resolve")]
    [DataRow("retransmit")]
    [DataRow("out of order")]
    [DataRow("timers")]
    [DataRow("options")]
    public void MemoryRunsOut_AtEachPoint_LeavesTheStackWhole(string act)
    {
        InjectResult result = s_product.Value.Run(act);

        TestContext.WriteLine("{0}: {1} points", act, result.PointCount);
        Assert.AreEqual(0, result.Failures.Length, string.Join("\n", result.Failures));
        Assert.IsTrue(result.PointCount > 100, "points: " + result.PointCount);
    }

    [TestMethod]
    public void SpinLock_ReleasedBehindTheScope_IsFound()
    {
        ExpectFound(
            "send", "stack/Device/NetDevice.cs",
            "        try\n        {\n            error = XmitLocked(skb);\n        }\n        finally\n"
                + "        {\n            XmitLock.Holder = SpinLock.Free;\n        }\n",
            "        error = XmitLocked(skb);\n        XmitLock.Holder = SpinLock.Free;\n");
    }

    [TestMethod]
    public void SpinLock_ReleasedByACall_IsFound()
    {
        ExpectFound(
            "send", "stack/Device/NetDevice.cs",
            "            error = XmitLocked(skb);\n        }\n        finally\n        {\n"
                + "            XmitLock.Holder = SpinLock.Free;\n",
            "            error = XmitLocked(skb);\n        }\n        finally\n        {\n"
                + "            XmitLock.Dispose();\n");
    }

    [TestMethod]
    public void SpinLock_CallAfterItIsTaken_IsFound()
    {
        ExpectFound(
            "send", "stack/Kernel/SpinLock.cs",
            "        return this;\n", "        Bug.On(Holder == Free);\n        return this;\n");
    }

    [TestMethod]
    public void Poll_StillPollingAfterAnException_IsFound()
    {
        ExpectFound(
            "receive", "stack/Net.cs",
            "            _isPolling = false;\n            throw;\n",
            "            throw;\n");
    }

    [TestMethod]
    public void Send_SocketNotLetGo_IsFound()
    {
        ExpectFound(
            "send", "stack/Tcp/TcpSend.cs", "            sock.Trouble = e;\n", string.Empty);
    }

    [TestMethod]
    public void Send_ThrowsThoughTheBytesAreTaken_IsFound()
    {
        ExpectFound(
            "send", "stack/Tcp/TcpSend.cs",
            "if (taken <= 0 || !(e is OutOfMemoryException))", "if (taken >= 0)");
    }

    [TestMethod]
    public void Receive_CallBehindTheBytesTaken_IsFound()
    {
        ExpectFound(
            "receive", "stack/Tcp/TcpRecv.cs",
            "if (taken <= 0 || !(e is OutOfMemoryException))", "if (taken >= 0)");
    }

    [TestMethod]
    public void Recovery_WithoutSweep_IsFound()
    {
        ExpectFound(
            "send", "stack/NetRecovery.cs",
            "            Sweep(devices, deviceCount);\n", string.Empty);
    }

    [TestMethod]
    public void Send_CallBetweenTheStreamAndItsRow_IsFound()
    {
        ExpectFound(
            "send", "stack/Tcp/TcpSend.cs",
            "            sock.SegEnd[row] = sock.WriteSeq;\n",
            "            Bug.On(row < 0);\n            sock.SegEnd[row] = sock.WriteSeq;\n");
    }

    [TestMethod]
    public void Accept_ConnectionTakenBeforeThereIsRoomForIt_IsFound()
    {
        ExpectFound(
            "accept", "stack/Socket/Socket.cs",
            "        Socket accepted = new Socket(_net, Closed);     // room first: what is accepted has an owner\n"
                + "        accepted._isBlocking = _isBlocking;\n",
            string.Empty,
            "        accepted._owner.Handle = handle;\n        accepted._handle = handle;\n",
            "        Socket accepted = new Socket(_net, handle);\n");
    }

    private void ExpectFound(string act, string file, params string[] edits)
    {
        byte[] mutant = Planted.Compile(file, edits, out string assembly);
        InjectResult result = new InjectContext(assembly, mutant).Run(act, 1);
        Assert.AreNotEqual(0, result.Failures.Length, "not found in " + result.PointCount);
        TestContext.WriteLine("{0}", result.Failures[0]);
    }
}
