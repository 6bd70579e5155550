using System.Runtime.CompilerServices;
using Solar.Runtime.Native;

namespace Solar.Runtime.Tests;

/// <summary>Does for these tests what the emitted module initializer does for a program: libtorch loads from where Solar finds it.</summary>
internal static class TorchSetup
{
    [ModuleInitializer]
    internal static void Install() => TorchLibrary.Install();
}
