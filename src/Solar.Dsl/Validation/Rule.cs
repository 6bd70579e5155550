namespace Solar.Validation;

/// <summary>How grave a finding is.</summary>
public enum RuleSeverity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Probably not what was meant.</summary>
    Warning,

    /// <summary>Cannot be built.</summary>
    Error,
}

/// <summary>A rule of the language. The generator, the command line and the tests report by the same table.</summary>
/// <param name="Id">SOLAR0xx form, 1xx architecture, 2xx recipe and layer map, 3xx weights and merges, 4xx training and data.</param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="MessageFormat">What was found and expected, with <c>{0}</c> and so on.</param>
/// <param name="Severity">How grave it is.</param>
public sealed record Rule(string Id, string Title, string MessageFormat, RuleSeverity Severity);
