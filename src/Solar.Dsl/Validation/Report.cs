namespace Solar.Validation;

/// <summary>Where rules report what they find in one declaration.</summary>
/// <param name="rule">The broken rule.</param>
/// <param name="element">The element's path within the declaration; see <see cref="ElementPath"/>.</param>
/// <param name="arguments">What fills the message.</param>
public delegate void Report(Rule rule, string element, params object[] arguments);
