using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace Solar.Runtime.Checkpoints.Lora;

/// <summary>Modules as an adapter's configuration names them: by the ends of their names, or by a regular expression.</summary>
public sealed record ModuleNames
{
    /// <summary>PEFT's word for every linear map.</summary>
    private const string AllLinear = "all-linear";

    // An expression out of an untrusted file may take exponential time.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private ModuleNames(IReadOnlyList<string> names, string? expression, bool isAll)
    {
        Names = names;
        Expression = expression;
        IsAll = isAll;
    }

    /// <summary>Every module.</summary>
    public static ModuleNames All { get; } = new([], null, isAll: true);

    /// <summary>No module.</summary>
    public static ModuleNames None { get; } = new([], null, isAll: false);

    /// <summary>Names, whole or from behind a dot.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>An expression that a whole name has to match; null where there are names.</summary>
    public string? Expression { get; }

    /// <summary>Whether all are meant.</summary>
    public bool IsAll { get; }

    /// <summary>Modules by the ends of their names.</summary>
    public static ModuleNames Of(params IEnumerable<string> names) => new([.. names], null, isAll: false);

    /// <summary>Modules by an expression, or all where it is PEFT's <c>all-linear</c>.</summary>
    public static ModuleNames Matching(string expression) => expression == AllLinear ? All : new([], expression, isAll: false);

    /// <summary>Whether a module is among them.</summary>
    /// <exception cref="CheckpointException">The expression is none of .NET's, or takes too long.</exception>
    public bool Contains(string module) => IsAll
        || (Expression is { } expression ? Matches($"^(?:{expression})$", module) : Names.Any(name => EndsWith(module, name)));

    /// <summary>Whether a name is this one, or ends with it behind a dot.</summary>
    internal static bool EndsWith(string module, string name) =>
        module == name || (module.Length > name.Length && module.EndsWith(name, StringComparison.Ordinal) && module[^(name.Length + 1)] == '.');

    /// <summary>Whether a name matches an expression from its start.</summary>
    internal static bool Matches(string expression, string module)
    {
        const string mend = "Write the modules' names in its place.";
        try
        {
            return Regex.IsMatch(module, $@"\A(?:{expression})", RegexOptions.CultureInvariant, Patience);
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new CheckpointException(LoraConfig.FileName, null, $"its expression {CheckpointFault.Quote(expression)} takes more than a second on a name", mend, e);
        }
        catch (ArgumentException e)
        {
            throw new CheckpointException(LoraConfig.FileName, null, $"its expression {CheckpointFault.Quote(expression)} cannot be read ({e.Message})", mend, e);
        }
    }
}
