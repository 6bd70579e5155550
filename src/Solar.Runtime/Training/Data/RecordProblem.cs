using System;

namespace Solar.Runtime.Training.Data;

/// <summary>What is wrong with a row, before its place is known.</summary>
internal sealed class RecordProblem(string message, Exception? inner = null) : Exception(message, inner);
