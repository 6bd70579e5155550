using System;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Solar.Benchmarks;

/// <summary>The greatest resident set of this process since it was last asked to begin anew, which Linux tells.</summary>
internal static class Memory
{
    public static void Restart()
    {
        GC.Collect();
        if (OperatingSystem.IsLinux())
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
    }

    public static long Greatest() => File.ReadLines("/proc/self/status").Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Select(line => 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)).FirstOrDefault();
}
