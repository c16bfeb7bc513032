using System.IO;
using System.Linq;
using System.Reflection;

namespace NanoStack.NanoClr;

/// <summary>The real mscorlib of nanoFramework.CoreLibrary, as NuGet restored it with this
/// project.</summary>
internal static class CoreLibrary
{
    private const string Key = "CoreLibrary";

    /// <summary>The file's path, whether it is there or not.</summary>
    public static string Path { get; } = typeof(CoreLibrary).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == Key).Value;

    public static bool IsThere => File.Exists(Path);
}
