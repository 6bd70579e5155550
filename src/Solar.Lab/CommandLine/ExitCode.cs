namespace Solar.Lab.CommandLine;

/// <summary>What the command line returns to the shell.</summary>
public static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>Something is wrong that its user can put right; the message says how.</summary>
    public const int Failure = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 2;

    /// <summary>A checkpoint is not what its manifest says.</summary>
    public const int VerificationFailed = 3;

    /// <summary>Training data has something of an evaluation set.</summary>
    public const int Contaminated = 4;

    /// <summary>Ctrl-C; what was begun can be resumed or begun again.</summary>
    public const int Cancelled = 130;
}
