namespace Solar.Lab.CommandLine.Programs;

/// <summary>What is searched for, as the command line says it.</summary>
/// <param name="Layers">The wanted depth.</param>
/// <param name="Data">Files or declared data sets.</param>
/// <param name="Field">The field of a record that is its text.</param>
/// <param name="Length">Tokens of a piece; null for 512, or what the model reads.</param>
/// <param name="Limit">Pieces at most.</param>
/// <param name="Top">Maps that are shown; 0 for all.</param>
/// <param name="Device">The device.</param>
/// <param name="Dtype">The type to compute in; null for the stored one.</param>
/// <param name="Threads">Threads of libtorch; null for as many as it takes.</param>
internal sealed record SearchRequest(
    int Layers, string[] Data, string Field, int? Length, int Limit, int Top, string Device, string? Dtype, int? Threads)
{
    public const int DefaultLength = 512;
}
