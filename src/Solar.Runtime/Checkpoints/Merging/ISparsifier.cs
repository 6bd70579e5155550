using System;

namespace Solar.Runtime.Checkpoints.Merging;

/// <summary>Chooses which differences of one input of one tensor are kept.</summary>
internal interface ISparsifier
{
    /// <summary>How often it has to see all differences before it can choose.</summary>
    int Passes { get; }

    /// <summary>Looks at the next differences of a pass.</summary>
    void Look(int pass, ReadOnlySpan<float> differences);

    /// <summary>After a pass.</summary>
    void EndPass(int pass);

    /// <summary>Before it goes over all differences to choose; that may happen more than once, with the same choice.</summary>
    void Restart();

    /// <summary>Sets those that are not kept to zero. Pieces come in order, in whole rows.</summary>
    void Apply(ElementRange range, Span<float> differences);
}
