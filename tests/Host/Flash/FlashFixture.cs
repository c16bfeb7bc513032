using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Flash;

/// <summary>What the tests of the flash scripts share: a bench for each, and which script it is.</summary>
public abstract class FlashFixture
{
    private protected FlashBench Bench { get; private set; }

    /// <summary>The script under test; <see cref="FlashPs1Tests"/> puts the other one here.</summary>
    internal string Script { get; set; } = "flash.sh";

    [TestInitialize]
    public void Start()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("The fake nanoff is a script for bash.");
        }

        Bench = new FlashBench(Script);
    }

    [TestCleanup]
    public void Stop()
    {
        Bench?.Dispose();
    }
}
