using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Solar.Lab.Building;

/// <summary>A step of a program that no declaration says: it makes files that data sets name, such as a generated corpus, or a tokenizer.</summary>
public interface IBuildStep
{
    /// <summary>Name among the declarations, such as <c>World</c>.</summary>
    string Name { get; }

    /// <summary>All that its files follow from beside the code of its assembly, such as a seed and sizes: another text, and it runs again.</summary>
    string Fingerprint { get; }

    /// <summary>The files that it makes, relative to the folder of the data. Whoever reads one of them waits for this step.</summary>
    IReadOnlyList<string> Outputs { get; }

    /// <summary>Makes the files. They count once it has returned; a run that was cut off is begun anew.</summary>
    /// <param name="directory">The folder of the data; it is there.</param>
    /// <param name="progress">Hears of the share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task RunAsync(string directory, IProgress<double> progress, CancellationToken cancellationToken);
}
