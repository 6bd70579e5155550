using System;
using Solar.Validation;

namespace Solar.Generators.Hosting;

/// <summary>
/// Turns an exception of ours into a finding. A generator that throws is switched off by the compiler with a mere warning (CS8785),
/// and everything that it makes vanishes, with an error at each use.
/// </summary>
internal static class Guard
{
    /// <summary>The result of <paramref name="run"/>, or of <paramref name="recover"/> where it threw.</summary>
    /// <param name="what">What was being worked on, for the message.</param>
    /// <param name="run">The work.</param>
    /// <param name="recover">Makes a result that carries the finding.</param>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static T Run<T>(string what, Func<T> run, Func<Finding, T> recover)
    {
        try
        {
            return run();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return recover(Internal(what, exception));
        }
    }

    /// <summary>The finding about an exception.</summary>
    public static Finding Internal(string what, Exception exception)
    {
        string reason = $"{exception.GetType().Name}: {exception.Message}".Replace('\r', ' ').Replace('\n', ' ');
        return Finding.Of(Rules.InternalError, new ElementPath(what, ""), what, reason);
    }
}
