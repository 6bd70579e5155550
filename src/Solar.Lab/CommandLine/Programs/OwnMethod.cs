using System;
using System.Reflection;
using Solar.Runtime.Checkpoints.Merging;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>A user's own merge method, met by its name.</summary>
internal static class OwnMethod
{
    /// <summary>Finds a static function in the program that hosts the command line.</summary>
    /// <param name="program">The program.</param>
    /// <param name="merge">The merge that names it, for messages.</param>
    /// <param name="fullName">Its full name, such as <c>Paper.Merges.Median</c>.</param>
    /// <exception cref="CommandException">It is not there.</exception>
    public static MergeFunction Find(LabProgram program, string merge, string fullName)
    {
        int dot = fullName.LastIndexOf('.');
        MethodInfo? method = dot < 0 || program.Assembly is not { } assembly
            ? null
            : assembly.GetType(fullName[..dot])?.GetMethod(fullName[(dot + 1)..], BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);
        return method is not null && Delegate.CreateDelegate(typeof(MergeFunction), method, throwOnBindFailure: false) is MergeFunction function
            ? function
            : throw new CommandException($"{merge} merges by {fullName}, which only the program that declares it has: run its own command line.");
    }
}
