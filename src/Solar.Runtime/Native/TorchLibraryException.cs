using System;

namespace Solar.Runtime.Native;

/// <summary>libtorch could not be loaded. The message says what was tried, what is known about the platform and what to do.</summary>
public sealed class TorchLibraryException : Exception
{
    /// <summary>Creates the exception with its message.</summary>
    public TorchLibraryException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its message and what caused it.</summary>
    public TorchLibraryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
