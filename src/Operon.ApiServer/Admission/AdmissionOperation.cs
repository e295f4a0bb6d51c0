namespace Operon.ApiServer.Admission;

internal enum AdmissionOperation
{
    Create,
    Update,
    Delete,
}
