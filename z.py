import sys
import tvict
from tvict.charts import reconciliation
r=tvict.read('/work/shared/real/F67.txt'); open('/tmp/ch/z.png','wb').write(reconciliation(r,'en').png())
