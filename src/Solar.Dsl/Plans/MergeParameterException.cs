using System;

namespace Solar.Plans;

/// <summary>A parameter that a merge needs has no value for a tensor. The compiler reports it as SOLAR318.</summary>
/// <param name="parameter">The parameter.</param>
/// <param name="method">The method.</param>
/// <param name="tensor">The tensor.</param>
public sealed class MergeParameterException(string parameter, string method, string tensor)
    : InvalidOperationException($"'{parameter}' of {method} has no value for tensor '{tensor}'.")
{
    /// <summary>The parameter.</summary>
    public string Parameter { get; } = parameter;

    /// <summary>The tensor.</summary>
    public string Tensor { get; } = tensor;
}
