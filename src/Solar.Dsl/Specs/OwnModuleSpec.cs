namespace Solar.Specs;

/// <summary>A module of the user's own in the place of a component.</summary>
/// <param name="TypeName">Its full name.</param>
/// <param name="Tensors">Its parameters, named within it; a norm may have none.</param>
public sealed record OwnModuleSpec(string TypeName, EquatableArray<OwnTensorSpec> Tensors);

/// <summary>A parameter of a user's own module.</summary>
/// <param name="Name">Its name within the module.</param>
/// <param name="Shape">Its shape.</param>
public sealed record OwnTensorSpec(string Name, EquatableArray<long> Shape);
