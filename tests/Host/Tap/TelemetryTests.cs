using System.Text;
using System.Threading.Tasks;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Sockets;

namespace NanoStack.Tests.Host.Tap;

/// <summary>What the board is for: a line now and then to a collector.</summary>
[TestClass]
[TestCategory(TapEnvironment.Category)]
public sealed class TelemetryTests
{
    private const int RecordCount = 10;

    public TestContext TestContext { get; set; }

    [TestMethod]
    public void Records_OneByOne_ArriveAsLines()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        using (TapPair pair = TapPair.OpenedByUs(bench))
        {
            Task<string> collector = Task.Run(
                () => Encoding.ASCII.GetString(Streams.ReadToEnd(pair.Theirs)));
            StringBuilder sent = new StringBuilder();
            for (int i = 0; i < RecordCount; i++)
            {
                string record = "board,room=lab temperature=" + (20 + i) + "i " + i + "\n";
                sent.Append(record);
                pair.Ours.Send(Encoding.ASCII.GetBytes(record));
                TapBench.WaitFor(() => IsAcknowledged(bench), "the acknowledgement");
            }

            pair.Ours.Shutdown(SocketShutdown.Send);
            string received = collector.GetAwaiter().GetResult();
            Assert.AreEqual(sent.ToString(), received);
            Assert.AreEqual(RecordCount, received.Split('\n').Length - 1);
        }

        bench.ExpectSoundAndSmooth();
    }

    private static bool IsAcknowledged(TapBench bench)
    {
        for (int i = 0; i < bench.Net.Tcp.Table.Count; i++)
        {
            if (bench.Net.Tcp.Table.At(i).UnackedBytes > 0)
            {
                return false;
            }
        }

        return true;
    }
}
