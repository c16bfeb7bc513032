#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif

namespace NanoStack.Tests.BoardFacts;

/// <summary>What a board says when something is wrong: one sentence and no more.</summary>
internal static class Sentence
{
    public static void Is(string text)
    {
        Assert.AreEqual('.', text[text.Length - 1], text);
        Assert.AreEqual(-1, text.IndexOf(". "), text);
        Assert.IsTrue(text.Length <= 160, text);
    }
}
