using System;
using System.Collections.Generic;
using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Solar.Runtime.Training.State;

/// <summary>What, beside its inputs, the bytes of a result depend on.</summary>
/// <param name="Solar">Version of this library.</param>
/// <param name="TorchSharp">Version of TorchSharp, and with it of libtorch.</param>
/// <param name="Framework">Version of .NET.</param>
/// <param name="Architecture">Processor architecture.</param>
/// <param name="Device">The device that trains.</param>
/// <param name="Threads">Threads of one operation.</param>
public sealed record RunEnvironment(string Solar, string TorchSharp, string Framework, string Architecture, string Device, int Threads)
{
    /// <summary>That of this process.</summary>
    /// <param name="device">The device that trains.</param>
    public static RunEnvironment Current(string device) => new(
        Version(typeof(RunEnvironment)),
        Version(typeof(torch)),
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        device,
        torch.get_num_threads());

    /// <summary>In words what differs from an earlier one; a resumed run may then end in other bytes.</summary>
    internal IEnumerable<string> DifferencesFrom(RunEnvironment earlier)
    {
        return Differences(
            ("Solar", earlier.Solar, Solar),
            ("TorchSharp", earlier.TorchSharp, TorchSharp),
            (".NET", earlier.Framework, Framework),
            ("the architecture", earlier.Architecture, Architecture),
            ("the device", earlier.Device, Device),
            ("the number of threads", FormattableString.Invariant($"{earlier.Threads}"), FormattableString.Invariant($"{Threads}")));

        static IEnumerable<string> Differences(params (string What, string Then, string Now)[] values)
        {
            foreach ((string what, string then, string now) in values)
            {
                if (then != now)
                {
                    yield return $"{what} was {then} before the interruption and is {now}: the result may differ from that of an uninterrupted run.";
                }
            }
        }
    }

    private static string Version(Type type)
    {
        string? version = type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return version?.Split('+')[0] ?? type.Assembly.GetName().Version?.ToString() ?? "unknown";
    }
}
