namespace Solar.Lab.Inspection;

/// <summary>How far what a layer of a grown model is handed lies from what the layer it was copied from is handed in the base, over the same texts.</summary>
/// <param name="Layer">The grown model's layer; its number of layers means what the final norm is handed.</param>
/// <param name="SourceLayer">The base's layer; its number of layers means the final norm.</param>
/// <param name="IsSeam">Whether the layer below was not copied from the layer below in the base.</param>
/// <param name="Distance">Angular distance arccos(cosine) / π of the two inputs, mean over texts; 0 is the same direction, 0.5 a right angle.</param>
/// <param name="DistanceError">Standard error of <paramref name="Distance"/> over texts; 0 of one text.</param>
/// <param name="NormRatio">Length of the grown model's input over that of the base's, geometric mean; 1 is the same length.</param>
public sealed record LayerJump(int Layer, int SourceLayer, bool IsSeam, double Distance, double DistanceError, double NormRatio);
