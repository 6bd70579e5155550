namespace Solar.Specs;

/// <summary>How a model is made from the layers of another. Every recipe lowers to one <see cref="LayerMaps.LayerMap"/>.</summary>
public abstract record Recipe;

/// <summary>Takes another declaration as it is; the leaf of every recipe.</summary>
/// <param name="Source">The model, stage or merge.</param>
public sealed record SourceRecipe(NameReference Source) : Recipe;

/// <summary>Depth up-scaling (SOLAR 10.7B, section 2): the lower copy loses its last layers, the upper copy its first.</summary>
/// <param name="Base">What is copied.</param>
/// <param name="DropTop">Number of last layers that the lower copy loses.</param>
/// <param name="DropBottom">Number of first layers that the upper copy loses.</param>
public sealed record UpscaleRecipe(Recipe Base, long DropTop, long DropBottom) : Recipe;

/// <summary>Layer ranges of one model, one after the other.</summary>
/// <param name="Base">Where the layers come from.</param>
/// <param name="Ranges">Half-open ranges as written, such as <c>0..24</c> or <c>^8..</c>.</param>
public sealed record LayersRecipe(Recipe Base, EquatableArray<string> Ranges) : Recipe;
