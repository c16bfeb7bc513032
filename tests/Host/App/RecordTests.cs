using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Telemetry;

namespace NanoStack.Tests.Host.App;

/// <summary>Records as text, and the queue that keeps them until they are acknowledged.</summary>
[TestClass]
public sealed class RecordTests
{
    [TestMethod]
    [DataRow(1, 0, 0, "seq=1 t=0 temp=0.0\n")]
    [DataRow(42, 123456, 215, "seq=42 t=123456 temp=21.5\n")]
    [DataRow(7, 9, -3, "seq=7 t=9 temp=-0.3\n")]
    [DataRow(7, 10, -123, "seq=7 t=10 temp=-12.3\n")]
    [DataRow(int.MaxValue, -1, int.MaxValue, "seq=2147483647 t=4294967295 temp=214748364.7\n")]
    public void Line_OfARecord_ReadsAsText(int seq, int timeMs, int tenths, string expected)
    {
        byte[] buffer = new byte[RecordLine.LengthMax];

        int length = RecordLine.Write(buffer, 0, seq, timeMs, tenths);

        Assert.AreEqual(expected, Encoding.ASCII.GetString(buffer, 0, length));
    }

    [TestMethod]
    public void Queue_AcknowledgedInPart_KeepsTheRest()
    {
        RecordQueue queue = new RecordQueue(4);
        queue.Append(1, 10, 200);
        queue.Append(2, 20, 201);
        queue.MarkSent(30);
        queue.MarkSent(60);

        Assert.AreEqual(1, queue.Acknowledge(59));
        Assert.IsTrue(queue.HasUnacknowledged);
        Assert.AreEqual(1, queue.Acknowledge(60));
        Assert.IsTrue(queue.IsEmpty);
    }

    [TestMethod]
    public void Queue_AfterALostConnection_SendsTheSameRecordsAgain()
    {
        RecordQueue queue = new RecordQueue(4);
        queue.Append(1, 10, 200);
        queue.Append(2, 20, 201);
        queue.MarkSent(30);
        queue.Acknowledge(30);
        queue.MarkSent(60);

        queue.Rewind();

        Assert.IsTrue(queue.HasUnsent);
        Assert.AreEqual(2, queue.Seq);
        Assert.AreEqual(20, queue.TimeMs);
        Assert.AreEqual(201, queue.Tenths);
    }

    [TestMethod]
    public void Queue_ThatIsFull_DropsTheOldest()
    {
        RecordQueue queue = new RecordQueue(2);
        Assert.IsTrue(queue.Append(1, 0, 0));
        Assert.IsTrue(queue.Append(2, 0, 0));

        Assert.IsFalse(queue.Append(3, 0, 0));

        Assert.AreEqual(2, queue.Seq);
        queue.MarkSent(10);
        Assert.AreEqual(3, queue.Seq);
        queue.MarkSent(20);
        Assert.IsFalse(queue.HasUnsent);
    }
}
