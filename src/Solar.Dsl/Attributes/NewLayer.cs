namespace Solar;

/// <summary>What an inserted layer starts from.</summary>
public enum NewLayer
{
    /// <summary>The mean of the layers below and above.</summary>
    Average,

    /// <summary>A copy of the layer below.</summary>
    Copy,

    /// <summary>A copy of the layer below whose output projections are zero: at first it adds nothing.</summary>
    Identity,
}
