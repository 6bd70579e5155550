using System;

namespace Solar;

/// <summary>Numbers that the author expects of a model; the compiler refuses it where it computes others.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ExpectAttribute : Attribute
{
    /// <summary>Expected number of layers.</summary>
    public int NumHiddenLayers { get; set; }

    /// <summary>Expected number of parameters.</summary>
    public long Parameters { get; set; }
}
