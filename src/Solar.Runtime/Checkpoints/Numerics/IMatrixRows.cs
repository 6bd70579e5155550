using System;

namespace Solar.Runtime.Checkpoints;

/// <summary>A matrix whose rows are read in order, as often as somebody asks: it need not be whole in memory.</summary>
internal interface IMatrixRows
{
    /// <summary>Number of rows.</summary>
    int Rows { get; }

    /// <summary>Number of columns.</summary>
    int Columns { get; }

    /// <summary>Reads consecutive rows.</summary>
    /// <param name="row">The first.</param>
    /// <param name="rows">Takes whole rows.</param>
    void Read(int row, Span<double> rows);
}
