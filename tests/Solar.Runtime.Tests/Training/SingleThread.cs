using TorchSharp;

namespace Solar.Runtime.Tests.Training;

/// <summary>Tests share a machine, and compare bytes: one thread for all of them.</summary>
internal static class SingleThread
{
    public static void Use() => torch.set_num_threads(1);
}
