using System;
using System.Threading;

namespace Solar.Lab.Search;

/// <summary>A search was stopped, and some of its maps are measured: what took hours is not thrown away.</summary>
public sealed class SearchCancelledException : OperationCanceledException
{
    /// <summary>A search that was stopped.</summary>
    /// <param name="found">The maps that were measured until then, ranked among themselves.</param>
    /// <param name="cancellationToken">What stopped it.</param>
    public SearchCancelledException(SearchResult found, CancellationToken cancellationToken)
        : base("The search was stopped before all maps were measured.", cancellationToken) => Found = found;

    /// <summary>The maps that were measured until then, ranked among themselves.</summary>
    public SearchResult Found { get; }
}
