using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Image;

/// <summary>What the tests of the build scripts share: a bench for each, and which script it is.</summary>
public abstract class ImageFixture
{
    private protected ImageBench Bench { get; private set; }

    /// <summary>The script under test; <see cref="ImagePs1Tests"/> puts the other one here.</summary>
    internal string Script { get; set; } = "build.sh";

    [TestInitialize]
    public void Start()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("The fake tools are scripts for bash.");
        }

        Bench = new ImageBench(Script);
    }

    [TestCleanup]
    public void Stop()
    {
        Bench?.Dispose();
    }
}
