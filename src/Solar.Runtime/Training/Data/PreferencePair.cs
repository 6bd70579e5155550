using System.Collections.Generic;

namespace Solar.Runtime.Training.Data;

/// <summary>A prompt with a better and a worse answer, as tokens.</summary>
/// <param name="Prompt">The prompt, begin token included.</param>
/// <param name="Chosen">The better answer, with the mark that ends its turn.</param>
/// <param name="Rejected">The worse answer; empty where a row has one answer alone (KTO), and <see cref="Label"/> says which it is.</param>
/// <param name="Label">Of a row with one answer, which is <see cref="Chosen"/> here: whether it is wanted; null for a pair.</param>
public sealed record PreferencePair(IReadOnlyList<int> Prompt, IReadOnlyList<int> Chosen, IReadOnlyList<int> Rejected, bool? Label);
